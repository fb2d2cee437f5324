import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Machine } from '../../models/contract/machine';
import type { Trace } from '../../models/contract/trace';
import { TargetDied } from '../errors';
import { Batch, Mailbox, Results } from './mailbox';
import type { Surroundings } from './surroundings';
import { Plan } from './plan';
import type { QemuProcess } from './qemu-process';
import type { Target, TargetProfile } from './target';

/** Seconds after which a batch counts as hung: a thousand times what it takes. */
const DEADLINE = 10;
/** Milliseconds until all CPUs have left a batch. */
const SETTLE_MS = 50;
/** Seconds to boot. */
const BOOT_DEADLINE = 120;

/** A QEMU with a probe in it that is ready. */
export interface Rig {
  process: QemuProcess;
  mailbox: Mailbox;
  machine: Machine;
  /** Something is left in it of the last workload. */
  isSpoiled: boolean;
}

/** Rigs kept ready: one per GIC version, with and without a device, for what alternates between them. */
const MAX_RIGS = 4;

/** A target that is a probe in a QEMU. */
export abstract class ProbeTarget implements Target {
  protected readonly batch = new Batch();
  protected readonly results = new Results();
  operations = 0;
  /** The one used longest ago comes first. */
  private readonly rigs = new Map<string, Rig>();
  /** Started, and not ready yet. */
  private readonly booting = new Set<QemuProcess>();
  private isClosed = false;

  constructor(readonly profile: TargetProfile) {}

  /** What decides whether a running rig can run workloads of a machine. */
  protected abstract keyOf(machine: Machine): string;
  protected abstract start(machine: Machine): QemuProcess;
  /** The probe has announced itself: brings it to where workloads start. */
  protected abstract prepare(rig: Rig): Promise<void>;
  protected abstract surroundings(machine: Machine): Surroundings;
  /** Operations before the workload's own. */
  protected abstract before(machine: Machine): void;
  /** Operations after it, that bring everything back. @param off vCPUs that it left off, as bits */
  protected abstract after(machine: Machine, off: number): void;
  /** The operations of a workload and of `after` were done: what more of them goes into the trace. */
  protected shown(_rig: Rig, _trace: Trace): void {
    // Its steps are all, for most.
  }
  /** CPUs that take part in a batch, as bits. */
  protected abstract participants(machine: Machine): number;
  /** Where the mailbox can be: offsets from the start of RAM. */
  protected abstract mailboxPlaces(): Iterable<number>;
  /** Whether a workload leaves something behind that `after` does not take back. */
  protected abstract spoils(workload: EncodedWorkload): boolean;

  async run(workload: EncodedWorkload, trace: Trace): Promise<void> {
    const { machine } = workload;
    try {
      const rig = await this.rigFor(machine);
      if (rig.isSpoiled) await this.restore(rig);
      this.batch.clear();
      this.before(machine);
      const plan = new Plan(this.surroundings(machine), workload, this.batch);
      this.after(machine, plan.leftOff);
      rig.isSpoiled = true;
      await this.runBatch(rig);
      plan.read(this.results, trace);
      this.shown(rig, trace);
      rig.isSpoiled = this.spoils(workload);
    } catch (error) {
      // A new one is booted for the next workload.
      if (error instanceof TargetDied) await this.closeRig(this.keyOf(machine));
      throw error;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const process of this.booting) await process.stop();
    for (const key of [...this.rigs.keys()]) await this.closeRig(key);
  }

  protected async runBatch(rig: Rig, participants?: number): Promise<void> {
    const all = participants ?? this.participants(rig.machine);
    await rig.mailbox.run(this.batch, this.results, all, DEADLINE);
    this.operations += this.batch.length;
  }

  /** Keeps a rig as it is after the batch in hand, for `restore`. */
  protected async keep(rig: Rig): Promise<void> {
    rig.mailbox.holdAfterNext();
    await this.runBatch(rig);
    // Every CPU has finished, but may not wait yet.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    await rig.process.keep();
    rig.mailbox.release();
  }

  private async restore(rig: Rig): Promise<void> {
    await rig.process.restore();
    rig.mailbox.release();
  }

  private async closeRig(key: string): Promise<void> {
    const rig = this.rigs.get(key);
    this.rigs.delete(key);
    await rig?.process.stop();
  }

  private async rigFor(machine: Machine): Promise<Rig> {
    const key = this.keyOf(machine);
    const ready = this.rigs.get(key);
    if (ready) {
      this.rigs.delete(key);
      this.rigs.set(key, ready);
      return ready;
    }
    for (const oldest of this.rigs.keys()) {
      if (this.rigs.size >= MAX_RIGS) await this.closeRig(oldest);
    }
    const rig = await this.boot(machine);
    this.rigs.set(key, rig);
    return rig;
  }

  private async boot(machine: Machine): Promise<Rig> {
    if (this.isClosed) throw new Error(`${this.profile.id} is closed`);
    const process = this.start(machine);
    this.booting.add(process);
    try {
      await process.byte(BOOT_DEADLINE);
      for (const place of this.mailboxPlaces()) {
        if (!Mailbox.isAt(process, place)) continue;
        const rig = { process, mailbox: new Mailbox(process, place), machine, isSpoiled: false };
        await this.prepare(rig);
        return rig;
      }
      throw new TargetDied(this.profile.id, 'hung', '', 'no probe announced itself');
    } catch (error) {
      await process.stop();
      throw error;
    } finally {
      this.booting.delete(process);
    }
  }
}
