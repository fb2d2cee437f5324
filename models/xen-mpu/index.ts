export { xenMpu2026 } from './upstream';
