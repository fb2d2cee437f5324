// Having the real targets: what they are made of, where it is, and how to get it.
export { cacheRoot } from './cache';
export type { Progress } from './fetch';
export { install } from './install';
export type { InstallOptions } from './install';
export { installCommand, locate } from './locate';
export type { Found, Located, Missing } from './locate';
export { artefactOf, artefacts, QEMU_VERSION, requirementsOf, targets } from './packages';
export type { Artefact, DebianPackage, Target } from './packages';
