import type { MpuMachine } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import type { SwitchingRemote } from '../../engine/mpu/in-turns';
import { InputError, TargetDied } from '../../errors';
import { needed } from '../installed';
import { QemuProcess } from '../qemu-process';
import { Batch, Mailbox, MAX_OPERATIONS, Operation, Results } from './mailbox';
import { addStep, writtenFirst, takeStep } from './operations';
import { r52Probe } from './probe-file';

/** The machine has no less: only what is touched takes memory. */
const MEMORY_MIB = 3072;
/** Seconds after which a batch counts as hung. */
const DEADLINE = 30;
const BOOT_DEADLINE = 120;

/** A part of a program in a batch: its steps from `from` to before `to`. */
interface Piece {
  program: EncodedMpuProgram;
  observations: Int32Array;
  from: number;
  to: number;
  /** Operation of its first step. */
  operation: number;
  /** Number of the program. */
  number: number;
}

/** QEMU's Cortex-R52, with a probe at EL2 that executes region programs. */
export class R52Target implements SwitchingRemote {
  private readonly batch = new Batch();
  private readonly results = new Results();
  private pieces: Piece[] = [];
  private running: { process: QemuProcess; mailbox: Mailbox } | undefined;
  private isClosed = false;
  /** Why programs of the present call were not run, or contradicted themselves, by their numbers. */
  private errors: (Error | undefined)[] = [];

  constructor(
    private readonly id: string,
    private readonly machine: MpuMachine,
  ) {}

  /**
   * @returns for each program the Contradiction or InputError that it came to, or nothing
   * @throws TargetDied if it dies or hangs
   */
  async run(
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
  ): Promise<(Error | undefined)[]> {
    const errors = this.begin();
    for (const [n, program] of programs.entries()) {
      this.check(program);
      if (this.batch.length + program.length + 1 > MAX_OPERATIONS) await this.flush();
      this.batch.add(Operation.Reset, 0, 0, 0, ...writtenFirst(program));
      this.add(n, program, observations[n], 0, program.length);
    }
    await this.flush();
    return errors;
  }

  async runInTurns(
    programs: readonly EncodedMpuProgram[],
    observations: readonly Int32Array[],
    slice: number,
  ): Promise<(Error | undefined)[]> {
    const errors = this.begin();
    this.batch.add(Operation.Reset);
    // All start from reset.
    for (const [n, program] of programs.entries()) {
      this.check(program);
      this.batch.add(Operation.Save, n);
    }
    const longest = Math.max(...programs.map(({ length }) => length));
    for (let from = 0; from < longest; from += slice) {
      for (const [n, program] of programs.entries()) {
        if (from >= program.length) continue;
        const to = Math.min(from + slice, program.length);
        this.batch.add(Operation.Restore, n);
        this.add(n, program, observations[n], from, to);
        this.batch.add(Operation.Save, n);
      }
    }
    await this.flush();
    return errors;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.stop();
  }

  private begin(): (Error | undefined)[] {
    this.batch.length = 0;
    this.pieces = [];
    return (this.errors = []);
  }

  private check({ machine, length }: EncodedMpuProgram): void {
    const { format, el1Regions, el2Regions } = this.machine;
    if (
      machine.format !== format ||
      machine.el1Regions !== el1Regions ||
      machine.el2Regions !== el2Regions ||
      machine.vmsa
    ) {
      throw new InputError(
        `${this.id} is PMSAv8-${format} with ${el1Regions} regions of EL1 and ${el2Regions} of EL2`,
      );
    }
    if (length >= MAX_OPERATIONS) throw new InputError(`a program of ${length} steps is too long`);
  }

  private add(
    number: number,
    program: EncodedMpuProgram,
    observations: Int32Array,
    from: number,
    to: number,
  ): void {
    const operation = this.batch.length;
    try {
      for (let step = from; step < to; step++) addStep(this.batch, program, step);
      this.pieces.push({ program, observations, from, to, operation, number });
    } catch (error) {
      this.batch.length = operation;
      this.errors[number] ??= error as Error;
    }
  }

  /** Executes what was added. */
  private async flush(): Promise<void> {
    if (this.batch.length > 0) {
      try {
        const { mailbox } = (this.running ??= await this.boot());
        await mailbox.run(this.batch, this.results, DEADLINE);
      } catch (error) {
        // A new one is booted for the next programs.
        if (error instanceof TargetDied) await this.stop();
        throw error;
      }
    }
    for (const piece of this.pieces) {
      try {
        this.take(piece);
      } catch (error) {
        this.errors[piece.number] ??= error as Error;
      }
    }
    this.batch.length = 0;
    this.pieces = [];
  }

  private take({ program, observations, from, to, operation }: Piece): void {
    for (let step = from; step < to; step++) {
      takeStep(this.results, operation + step - from, program, step, observations);
    }
  }

  private async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await running?.process.stop();
  }

  private async boot(): Promise<{ process: QemuProcess; mailbox: Mailbox }> {
    if (this.isClosed) throw new Error(`${this.id} is closed`);
    const qemu = needed('qemu');
    const regions = this.machine.el1Regions;
    const process = new QemuProcess({
      name: this.id,
      ...qemu,
      memory: MEMORY_MIB,
      inputs: [r52Probe()],
      arguments: ([image]) => [
        ...qemu.arguments,
        ...['-M', 'mps3-an536,memory-backend=ram', '-nic', 'none'],
        ...['-global', `cortex-r52-arm-cpu.pmsav7-dregion=${regions}`],
        ...['-kernel', image],
      ],
    });
    try {
      await process.byte(BOOT_DEADLINE);
      const mailbox = new Mailbox(process);
      if (mailbox.isReady()) return { process, mailbox };
      throw new TargetDied(this.id, 'hung', '', 'no probe announced itself');
    } catch (error) {
      await process.stop();
      throw error;
    }
  }
}
