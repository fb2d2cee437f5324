import type { Scene } from './scene';
import { cpuActions } from './actions-cpu';
import { distributorActions } from './actions-distributor';
import { hostileActions } from './actions-hostile';
import { lifeEpisodes } from './episodes-life';
import { virtualActions } from './actions-virtual';

/** Something that can happen next in a workload: one step, or a few that belong together. */
export interface Action {
  name: string;
  /** How often among the others, before the workload's own selection. */
  weight: number;
  /** `cpu`: the distributor and GICC/ICC. `virtual`: list registers and GICV/ICV. */
  scope: 'cpu' | 'virtual';
  /** Workloads without it make little sense: it is never deselected. */
  core?: true;
  gic?: 2 | 3;
  hostile?: true;
  /** Needs both interrupt groups. */
  groups?: true;
  /** Needs CPU_OFF and CPU_ON. */
  power?: true;
  run(scene: Scene): void;
}

export const actions: readonly Action[] = [
  ...distributorActions,
  ...cpuActions,
  ...lifeEpisodes,
  ...virtualActions,
  ...hostileActions,
];
