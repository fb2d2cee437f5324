export { WRITE_BACK, attributes, combine } from './attributes';
export type { DefaultMap, MpuChoices } from './choices';
export { lowerHalfExecutes, usualChoices } from './choices';
export type { Format, Region } from './fields';
export {
  GRANULE,
  apOf,
  attributeOf,
  baseOf,
  limitOf,
  prbarHigh,
  prbarLow,
  prlarHigh,
  prlarLow,
  shOf,
  xnOf,
} from './fields';
export { pmsav8, pmsav8Sweep, processorOf } from './implementation';
export { Mpu, NONE, SEVERAL, Sctlr } from './mpu';
export { Sweep } from './sweep';
export { MpuSystem } from './system';
export { Hcr, VTCR_MSA, faultOf, stageOf, statusOf, translate } from './translate';
