import type { MpuMachine } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { MPU_STRIDE } from '../../../models/contract/mpu-encoded';
import { Random } from '../random';
import type { MpuAction } from './actions';
import { mpuActions, programRegion, writeHcr, writeMair, writeSctlr } from './actions';
import { MpuScene, SLACK } from './scene';

/** What the generator may draw. */
export interface MpuGeneratorOptions {
  /** The machines to choose from; both formats with any counts if not given. */
  machines?: readonly MpuMachine[];
  /**
   * First and last byte that programs may name; the whole address space if not given. PRENR may
   * still enable a region never written, of bytes 0 to 63.
   */
  memory?: { first: number; last: number };
  /** Most steps of a program, apart from what the last action adds; 160 if not given. */
  maxSteps?: number;
}

/** Region counts of real cores, and those at which something changes (MPU-A-010). */
export const REGION_COUNTS = [0, 1, 6, 16, 16, 17, 20, 24, 32, 33, 64, 255] as const;

/**
 * Generates region programs in which the architecture defines what every step shows: see `isLegal`.
 * Which one is named by (seed, index). Each program chooses its machine and a random subset of the
 * actions.
 */
export class MpuGenerator {
  private readonly scene = new MpuScene();
  private readonly random = new Random(0);
  private readonly maxSteps: number;

  constructor(
    private readonly seed: number,
    private readonly options: MpuGeneratorOptions = {},
  ) {
    this.maxSteps = options.maxSteps ?? 160;
  }

  /** An empty program with room for what this generator makes. */
  newProgram(): EncodedMpuProgram {
    const machine = this.options.machines?.[0] ?? {
      format: 64,
      el1Regions: 16,
      el2Regions: 16,
      vmsa: false,
    };
    return { machine, steps: new Int32Array((this.maxSteps + SLACK) * MPU_STRIDE), length: 0 };
  }

  /** Makes program (seed, index), in place. */
  generate(index: number, out: EncodedMpuProgram): void {
    const { random, scene, options } = this;
    random.seed(this.seed, 0x6d7075, index);
    const machine = options.machines ? random.pick(options.machines) : this.anyMachine();
    const limit = Math.ceil((this.maxSteps * (1 + random.below(4))) / 4);
    const last = machine.format === 32 ? 0xffffffff : 0xffffffffffff;
    scene.memory = options.memory ?? { first: 0, last };
    scene.begin(machine, random, out, limit);
    this.prologue();
    const actions = this.select();
    while (!scene.full) random.pick(actions).run(scene);
  }

  private anyMachine(): MpuMachine {
    const { random } = this;
    const format = random.oneIn(2) ? 32 : 64;
    const el1Regions = random.pick(REGION_COUNTS);
    const el2Regions = random.pick(REGION_COUNTS);
    return { format, el1Regions, el2Regions, vmsa: format === 64 && random.oneIn(8) };
  }

  /** Some regions, and the MPUs switched on. */
  private prologue(): void {
    const { scene, random } = this;
    for (const half of [scene.el1, scene.el2]) {
      writeMair(scene, half);
      const regions = random.below(5);
      for (let n = 0; n < regions && half.count > 0 && !scene.full; n++) programRegion(scene, half);
      if (!random.oneIn(8)) writeSctlr(scene, half);
    }
    writeHcr(scene);
  }

  /** This program's own selection of actions; an action is there as often as it weighs. */
  private select(): MpuAction[] {
    const chosen = mpuActions.filter(({ name }) => name === 'probe' || !this.random.oneIn(3));
    return chosen.flatMap((action) => new Array<MpuAction>(action.weight).fill(action));
  }
}
