import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuScript } from '../../../models/contract/mpu-script';
import { Random } from '../random';
import type { ScriptAction } from './actions';
import { regionActions } from './actions';
import { guestActions } from './guest-actions';
import { makeLayout } from './layout';
import type { MpuScriptOffer } from './offer';
import { ScriptScene } from './scene';

/** What the generator may draw, beside what is offered. */
export interface MpuScriptGeneratorOptions {
  /** The machines to choose from; those of the offer if not given. */
  machines?: readonly MpuMachine[];
  /** Most steps of a script, apart from what the last action and the phases add; 100 if not given. */
  maxSteps?: number;
}

/** Regions of EL2 on which something depends: just enough to start, those of real cores, PRENR, all. */
export const REGION_BUDGETS = [6, 16, 16, 20, 20, 24, 24, 32, 33, 64, 255] as const;
/** Regions of EL1, with those at which saving them by blocks of 16 changes. */
export const GUEST_BUDGETS = [0, 1, 15, 16, 16, 17, 24, 32, 33, 64] as const;

/**
 * Generates scripts: a machine, a layout, the phases of booting, and what happens between them and
 * after. Which one is named by (seed, index). Nothing in it takes away what Xen runs in: see
 * `sparesXen`. The hypervisor may refuse what it is asked, and may panic or stop; later steps then
 * do nothing.
 */
export class MpuScriptGenerator {
  private readonly random = new Random(0);
  private readonly maxSteps: number;
  private readonly actions: readonly ScriptAction[];

  constructor(
    private readonly seed: number,
    private readonly offer: MpuScriptOffer,
    private readonly options: MpuScriptGeneratorOptions = {},
  ) {
    this.maxSteps = options.maxSteps ?? 100;
    this.actions = [...regionActions, ...guestActions].filter(({ needs }) =>
      needs.every((step) => offer.steps.includes(step)),
    );
  }

  /** Script (seed, index). */
  generate(index: number): MpuScript {
    const { random, seed } = this;
    random.seed(seed, 0x736372, index);
    const { machines } = this.options;
    const machine = machines ? random.pick(machines) : this.anyMachine();
    const layout = makeLayout(random, machine);
    const limit = Math.ceil((this.maxSteps * (1 + random.below(4))) / 4);
    const scene = new ScriptScene(random, machine, layout, limit);
    this.fill(scene);
    const { steps } = scene;
    return { format: 'lockstep-mpu-script-1', machine, layout, origin: { seed, index }, steps };
  }

  private anyMachine(): MpuMachine {
    const { random, offer } = this;
    const format = random.pick(offer.machines.formats);
    const counts = offer.machines.regions
      ? random.pick(offer.machines.regions)
      : { el1Regions: random.pick(GUEST_BUDGETS), el2Regions: this.anyBudget() };
    const vmsa = format === 64 && offer.machines.vmsa && random.oneIn(3);
    const cpus = random.oneIn(2) ? 1 + random.below(offer.machines.cpus ?? 1) : 1;
    const machine: MpuMachine = { format, ...counts, vmsa, ...(cpus > 1 ? { cpus } : {}) };
    if (format === 32 || vmsa || !offer.machines.anyMsa || !random.oneIn(16)) return machine;
    return random.oneIn(2)
      ? { ...machine, msa: random.pick([0, 1, 0xe]) }
      : { ...machine, msaFrac: random.pick([0, 3, 15]) };
  }

  /** Now and then too few to start (MPU-X-004). */
  private anyBudget(): number {
    return this.random.oneIn(24) ? this.random.below(6) : this.random.pick(REGION_BUDGETS);
  }

  /** The phases in order, with something between some of them, and the rest after the last. */
  private fill(scene: ScriptScene): void {
    const { random, offer } = this;
    const actions = this.select();
    const leftOut = random.oneIn(6) ? 2 : 32;
    const isInterrupted = random.oneIn(2);
    const [first, ...others] = offer.phases;
    if (first !== undefined) scene.add({ step: 'boot', phase: first });
    for (const phase of others) {
      const before = isInterrupted && random.oneIn(3) ? random.below(8) : 0;
      for (let n = 0; n < before && !scene.full; n++) random.pick(actions).run(scene);
      if (!random.oneIn(leftOut)) scene.add({ step: 'boot', phase });
    }
    while (!scene.full) random.pick(actions).run(scene);
  }

  /**
   * This script's own selection of actions; an action is there as often as it weighs. Where guests
   * can run, some scripts are mostly about them.
   */
  private select(): ScriptAction[] {
    const { random, offer } = this;
    const isAboutGuests = offer.steps.includes('switch') && random.oneIn(2);
    const chosen = this.actions.filter((action) => {
      if (action.name === 'probe') return true;
      if (!isAboutGuests) return !random.oneIn(3);
      return guestActions.includes(action) ? !random.oneIn(8) : random.oneIn(3);
    });
    return chosen.flatMap((action) => new Array<ScriptAction>(action.weight).fill(action));
  }
}
