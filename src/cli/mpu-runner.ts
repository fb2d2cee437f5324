import { OBSERVED_STRIDE } from '../../models/contract/mpu-encoded';
import type { RemoteMpuProcessor } from '../../models/contract/mpu-implementation';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import type { Judged, MpuPiece } from '../engine/mpu/runner';
import { canBe, isScript, MpuRunner } from '../engine/mpu/runner';
import { InputError } from '../errors';
import { missingParts, notRun } from '../targets/installed';
import { findMpuImplementation } from '../targets/mpu-registry';
import { encodeMpu } from '../workload/mpu/encode';

/** Runs pieces where an implementation is: in this process, or elsewhere. */
export class PlacedRunner {
  private readonly runner: MpuRunner;
  private remote: RemoteMpuProcessor | undefined;

  /**
   * @param file where the piece is from
   * @throws InputError if it is no implementation that runs such pieces
   */
  constructor(
    private readonly file: string,
    readonly id: string,
    piece: MpuPiece,
    requirements: readonly MpuRequirement[],
  ) {
    const implementation = findMpuImplementation(id);
    const needs = isScript(piece) ? 'hypervisor' : 'processor';
    if (implementation.kind !== needs) {
      throw new InputError(`${file}: ${id} is no ${needs}, which this needs`);
    }
    this.runner = new MpuRunner(implementation, requirements);
  }

  /**
   * Runs a piece and judges what it showed.
   * @throws InputError if it is not installed or cannot run the piece; TargetDied
   */
  async run(piece: MpuPiece): Promise<Judged> {
    const { implementation } = this.runner;
    if (!canBe(implementation.machines, piece.machine)) {
      throw new InputError(`${this.file}: ${this.id} cannot run this machine`);
    }
    if (implementation.kind !== 'processor' || !implementation.open || isScript(piece)) {
      return this.runner.run(piece);
    }
    const missing = missingParts(implementation.id);
    if (missing) throw new InputError(notRun(implementation.id, missing));
    const program = encodeMpu(piece);
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    this.remote ??= implementation.open();
    const [error] = await this.remote.run([program], [observations]);
    if (error) throw error;
    return { breaks: this.runner.judgeProgram(program, observations), observations };
  }

  async close(): Promise<void> {
    await this.remote?.close();
    this.remote = undefined;
  }
}
