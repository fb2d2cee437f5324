export { El1Context, El1State, contextSwitchCosts, vmsaSwitchCost } from './el1-context';
export type { El1Options, SwitchCost } from './el1-context';
export type { MappingCosts, MappingNeed } from './design-2023';
export {
  compareGuestMemory,
  regionsNeeded,
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from './design-2023';
export { xenMpu2026 } from './upstream';
