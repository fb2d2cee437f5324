import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { STRIDE } from '../../models/contract/encoded';
import type { Action } from './actions';
import { actions } from './actions';
import { campaignMachines } from './machines';
import { cast, prologue } from './prologue';
import { Random } from './random';
import { Scene } from './scene';

/** What the generator may draw. */
export interface GeneratorOptions {
  /** What the implementations under test offer, in turn: see `offersOf`. */
  offers: readonly Capabilities[];
  /** Most steps of a workload. */
  maxSteps: number;
  /** Fewest steps; a quarter of the most if not given. */
  leastSteps?: number;
  /** Of 16 workloads, how many are hostile. */
  hostile: number;
}

/** Steps from one barrier to the next, on average; 0 for no such barriers. */
const BARRIER_EVERY = [0, 0, 0, 1, 4, 16, 64];
const TABLE = 256;
const WORKLOADS_PER_MACHINE = 8;

/**
 * Generates workloads: which one is named by (seed, shard, index). Each workload chooses its
 * machine from the campaign's, its cast, and a random subset of the actions with random emphasis
 * (swarm testing: most bugs need something to be absent, too).
 */
export class Generator {
  /** The campaign's machines, by offer. */
  readonly machines: readonly (readonly Machine[])[];
  private readonly scene = new Scene();
  private readonly random = new Random(0);
  private readonly table: Action[] = new Array<Action>(TABLE);
  private readonly weights = new Float64Array(actions.length);

  constructor(
    private readonly seed: number,
    private readonly options: GeneratorOptions,
  ) {
    this.machines = options.offers.map((offer) => campaignMachines(seed, offer));
  }

  /** An empty workload with room for what this generator makes. */
  newWorkload(): EncodedWorkload {
    return {
      machine: this.machines[0][0],
      flavour: 'legal',
      steps: new Int32Array((this.options.maxSteps + 1) * STRIDE),
      length: 0,
    };
  }

  /** Which of the offers a workload is made for. */
  offerOf(index: number): number {
    return Math.floor(index / WORKLOADS_PER_MACHINE) % this.options.offers.length;
  }

  /**
   * Neighbours share a machine: what a machine needs then stays in the processor's caches, which is
   * worth a tenth of the time. The order walks through all machines, from a random start.
   */
  private machineOf(shard: number, index: number): Machine {
    const machines = this.machines[this.offerOf(index)];
    const start = new Random(this.seed, shard, 0x6e657874).below(machines.length);
    const turn = WORKLOADS_PER_MACHINE * this.options.offers.length;
    return machines[(start + Math.floor(index / turn)) % machines.length];
  }

  /** Makes workload (seed, shard, index), in place. */
  generate(shard: number, index: number, out: EncodedWorkload): void {
    const { random, scene, options } = this;
    const offer = options.offers[this.offerOf(index)];
    random.seed(this.seed, shard, index);
    out.machine = this.machineOf(shard, index);
    out.flavour = random.below(16) < options.hostile ? 'hostile' : 'legal';
    const least = (options.leastSteps ?? options.maxSteps / 4) / options.maxSteps;
    const share = least + ((1 - least) * random.next()) / 0x100000000;
    const limit = Math.ceil(options.maxSteps * share);
    scene.offer(offer, out.flavour === 'hostile');
    scene.begin(out.machine, random, out, limit);
    // Some workloads are certain of everything all the time, most leave effects in flight.
    const barriers = !offer.immediate;
    if (barriers) scene.barrierEvery = random.pick(BARRIER_EVERY);
    const afterActions = barriers && random.oneIn(2);
    const virtual = offer.listRegisterInterface && random.oneIn(2);
    const cpu = !virtual || random.oneIn(2);
    cast(scene);
    prologue(scene, cpu || random.oneIn(2), virtual);
    this.select(cpu, virtual, out.flavour === 'hostile', offer);
    while (!scene.full) {
      this.table[random.next() & (TABLE - 1)].run(scene);
      if (afterActions && random.oneIn(3)) scene.barrier();
    }
    out.length = scene.length;
  }

  /** This workload's own selection of actions, as a table to draw from. */
  private select(cpu: boolean, virtual: boolean, hostile: boolean, offer: Capabilities): void {
    const { random, weights } = this;
    const { gic } = this.scene.machine;
    let sum = 0;
    actions.forEach((action, n) => {
      const possible =
        (action.scope === 'cpu' ? cpu : virtual) &&
        (action.gic === undefined || action.gic === gic) &&
        (!action.hostile || hostile) &&
        (!action.power || offer.power) &&
        (!action.groups || offer.groups);
      const emphasis = action.core ? 1 + random.below(2) : random.pick([0, 0, 1, 1, 1, 2, 4]);
      weights[n] = possible ? action.weight * emphasis : 0;
      sum += weights[n];
    });
    let at = 0;
    let reached = 0;
    for (let n = 0; n < actions.length; n++) {
      if (weights[n] === 0) continue;
      reached += weights[n];
      // At least one entry each: a selected action that never happens would be a lie.
      const end = Math.min(TABLE, Math.max(at + 1, Math.round((reached / sum) * TABLE)));
      while (at < end) this.table[at++] = actions[n];
    }
    const last = this.table[at - 1];
    while (at < TABLE) this.table[at++] = last;
  }
}
