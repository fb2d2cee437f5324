import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { firstMpuDifference, OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type {
  MpuImplementation,
  RemoteMpuProcessor,
} from '../../../models/contract/mpu-implementation';
import { TargetDied } from '../../errors';

/**
 * Asks what runs elsewhere whether it shows what its model does. What runs in this process is its own
 * model.
 */
export class AsModel {
  private readonly remote: RemoteMpuProcessor | undefined;

  constructor(implementation: MpuImplementation) {
    this.remote = implementation.kind === 'processor' ? implementation.open?.() : undefined;
  }

  /** Whether it shows this. It does not where it cannot run the program, or dies of it. */
  async shows(program: EncodedMpuProgram, wanted: Int32Array): Promise<boolean> {
    if (!this.remote) return true;
    const observations = await this.observed(program);
    return observations !== undefined && firstMpuDifference(observations, wanted) < 0;
  }

  /** What it shows there; nothing where it cannot run the program, or dies of it. */
  async observed(program: EncodedMpuProgram): Promise<Int32Array | undefined> {
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    try {
      if (!this.remote) return undefined;
      const [error] = await this.remote.run([program], [observations]);
      return error === undefined ? observations : undefined;
    } catch (error) {
      if (error instanceof TargetDied) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.remote?.close();
  }
}
