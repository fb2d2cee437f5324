export type { Regime } from './context';
export { El1Context } from './context';
export type { SwitchCost } from './costs';
export { contextSwitchCosts, vmsaSwitchCost } from './costs';
export type { El1Options } from './state';
export { El1State, allocatedState } from './state';
