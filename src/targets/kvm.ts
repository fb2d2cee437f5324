import type { Capabilities, OpenOptions } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { Trace } from '../../models/contract/trace';
import { kvmVgic } from '../../models/kvm-vgic/kvm-vgic';
import { savedRegisters } from '../../models/kvm-vgic/saved-registers';
import { Register } from '../../models/architecture/registers';
import type { Frames } from './addresses';
import { placeOf } from './addresses';
import { guestCapabilities } from './guest';
import { initramfs } from './initramfs';
import { FREE, needed } from './installed';
import type { Batch } from './mailbox';
import { Operation } from './mailbox';
import type { Pace } from './pacer';
import { isFree } from './pacer';
import { attributeOf, nameOf } from './kvm-migration';
import type { Surroundings } from './surroundings';
import { vmmProgram } from './probe-files';
import type { Rig } from './probe-target';
import { ProbeTarget } from './probe-target';
import { QemuProcess } from './qemu-process';
import type { ModelOn } from './twin';
import { twinOf } from './twin';
import type { TargetProfile } from './target';
import { readVgicState } from './vgic-state';

const RAM_AT = 0x40000000;
const MEBIBYTE = 2 ** 20;
const MEMORY_MIB = 256;
/** RAM that Linux leaves alone: the mailbox. */
const SHARED_AT_MIB = MEMORY_MIB - 2;

/** Where the VMM puts the guest's GIC. */
const frames: Frames = {
  GICD: 0x08000000,
  GICC: 0x08010000,
  GICR: 0x080a0000,
  GICV: 0,
  GICH: 0,
};

/** ICFGR of SPIs in a new VM. */
const ALL_EDGE = 0xaaaaaaaa;

/** Operations of the VMM: see probe/mailbox.h. */
const Host = {
  Leave: Operation.Host,
  NewVm: 33,
  Line: 34,
  Get: 35,
  Set: 36,
  State: 37,
  Copy: 38,
  Stop: 39,
} as const;
/** KVM_ARM_IRQ_TYPE_*, in bits 31:24 of KVM_IRQ_LINE's argument. */
const SPI = 1 << 24;
const PPI = 2 << 24;

/** From Linux 6.19 on (measured between 6.18 and 6.19). */
const spilling = new Set(['6.19', '7.2']);

export type KvmVersion = '6.1' | '6.12' | '6.18' | '6.19' | '7.2';

/** PPIs of the virtual and the physical timer. */
const timers = [27, 30];

const offered: Capabilities = {
  ...guestCapabilities,
  groups: true,
  power: true,
  ownPpis: timers,
  withoutGroup0Alone: true,
  state: true,
};

/** The real KVM of a Linux version, with our VMM. */
export function kvmTarget(
  version: KvmVersion,
  pace: 'turns' | 'free-turns' = 'turns',
): TargetProfile {
  const id = `${isFree(pace) ? FREE : ''}kvm:${version}`;
  const era = spilling.has(version) ? 'new' : 'old';
  // Half-way through is another place where exits are inserted.
  const capabilities = isFree(pace) ? offered : { ...offered, migrates: true as const };
  const make: ModelOn = (repairs, hardware) => kvmVgic({ era, repairs, hardware, timers });
  const profile: TargetProfile = {
    id,
    version,
    title: `KVM of Linux ${version} under QEMU${isFree(pace) ? ', free-running' : ''}`,
    capabilities,
    twin: twinOf(id, make, pace, capabilities),
    ...(isFree(pace) ? { isFree: true } : {}),
    open: (options = {}) => new KvmTarget(profile, pace, options),
  };
  return profile;
}

const sharedCommandLine = [
  'console=ttyAMA0 quiet loglevel=0 panic=-1 rdinit=/init nokaslr mitigations=off',
  `mem=${SHARED_AT_MIB}M shmphys=0x${(RAM_AT + SHARED_AT_MIB * MEBIBYTE).toString(16)}`,
  'audit=0 apparmor=0 lsm= cryptomgr.notests kfence.sample_interval=0 rcupdate.rcu_expedited=1',
  'init_on_alloc=0 cgroup_disable=memory psi=0 hardened_usercopy=off',
  'randomize_kstack_offset=off hugepages=1',
  // The VMM has CPU 1 for itself. Whatever else ran there would take the vCPU off its CPU in the middle
  // of its turn (the likely reason that GICC_ABPR once read 3, not 2), and ticks would make it exit.
  'nohz_full=1 isolcpus=domain,managed_irq,1',
].join(' ');

/** Debugfs costs time, so it is there only for those who look into it. */
function commandLine(debugs: boolean): string {
  return `${sharedCommandLine} debugfs=${debugs ? 'on' : 'off'}`;
}

/** Every workload gets a new VM. */
class KvmTarget extends ProbeTarget {
  private readonly showsState: boolean;
  private readonly migrates: boolean;
  /** In the batch in hand: the operation that reads the state, and those that must not fail. */
  private stateAt = -1;
  private readonly saving = new Map<number, string>();

  constructor(
    profile: TargetProfile,
    private readonly pace: Pace,
    { state = false, migrates = false }: OpenOptions,
  ) {
    super(profile);
    this.showsState = state;
    this.migrates = migrates;
  }

  protected keyOf({ gic }: Machine): string {
    return String(gic);
  }

  protected start({ gic }: Machine): QemuProcess {
    const qemu = needed('qemu');
    const kernel = needed(this.profile.id);
    return new QemuProcess({
      name: this.profile.id,
      ...qemu,
      memory: MEMORY_MIB,
      inputs: [initramfs(vmmProgram())],
      arguments: ([initrd]) => [
        ...qemu.arguments,
        ...['-M', `virt,gic-version=${gic},virtualization=on,memory-backend=ram`],
        ...['-cpu', 'cortex-a76,pmu=off', '-smp', '2', '-accel', 'tcg,thread=single,tb-size=32'],
        ...['-kernel', kernel.file, '-initrd', initrd, '-append', commandLine(this.showsState)],
      ],
    });
  }

  protected mailboxPlaces(): Iterable<number> {
    return [SHARED_AT_MIB * MEBIBYTE];
  }

  protected async prepare(): Promise<void> {
    // The VMM makes the VM.
  }

  protected participants(): number {
    return 1;
  }

  protected surroundings(machine: Machine): Surroundings {
    const common: Surroundings = { frames, isBare: false, pace: this.pace, setLine, leave };
    if (!this.migrates) return common;
    return { ...common, migrate: (_, off) => this.migrate(machine, off) };
  }

  /** Everything is read, and written to a new VM; what the probe remembers is in the memory of both. */
  private migrate({ gic, vcpus, spis }: Machine, off: number): void {
    const { batch, saving } = this;
    const registers = savedRegisters(gic, vcpus, 32 + spis).map((saved) => {
      const { group, vcpu, low } = attributeOf(gic, saved);
      const add = (code: number, value: number): number => {
        const number = batch.add(code, vcpu, group, low, value);
        saving.set(number, nameOf(saved));
        return number;
      };
      return { value: saved.kind === 'register' ? saved.value : undefined, add };
    });
    const read = registers.map(({ value, add }) => (value === undefined ? add(Host.Get, 0) : -1));
    this.newVm({ gic, vcpus, spis });
    registers.forEach(({ value, add }, n) =>
      value === undefined ? add(Host.Copy, read[n]) : add(Host.Set, value),
    );
    for (let v = 0; v < vcpus; v++) if ((off >>> v) & 1) batch.add(Host.Stop, 0, 0, 0, v);
  }

  private newVm({ gic, vcpus, spis }: Pick<Machine, 'gic' | 'vcpus' | 'spis'>): void {
    this.batch.add(Host.NewVm, 0, 0, 0, vcpus | (gic << 8) | ((32 + spis) << 16));
  }

  /** A new VM. Its SPIs are edge-triggered, its PPIs level-sensitive (correction C9). */
  protected before(machine: Machine): void {
    const { spis, level } = machine;
    this.saving.clear();
    this.newVm(machine);
    for (let first = 32; first < 32 + spis; first += 16) {
      let config = 0;
      for (let n = 0; n < 16; n++) if (!level.includes(first + n)) config |= 2 << (2 * n);
      if (config >>> 0 === ALL_EDGE) continue;
      const { address } = placeOf(frames, Register.GICD_ICFGR, first / 16, 4, 0);
      this.batch.add(Operation.Write, 0, 4, address, config);
    }
    this.batch.add(Host.Leave, 0, 0, 0);
  }

  /** The next workload gets a new VM. This one's state is read while no vCPU is in KVM_RUN. */
  protected after(): void {
    if (this.showsState) this.stateAt = this.batch.add(Host.State, 0, 0, 0);
  }

  protected override shown({ mailbox }: Rig, trace: Trace): void {
    for (const [number, name] of this.saving) {
      const errno = this.results.status(number);
      if (errno !== 0) throw new Error(`${this.profile.id} does not save ${name}: errno ${errno}`);
    }
    if (!this.showsState) return;
    const errno = this.results.status(this.stateAt);
    if (errno !== 0) throw new Error(`${this.profile.id} does not show its state: errno ${errno}`);
    trace.state = readVgicState(mailbox.text(this.results.low(this.stateAt)));
  }

  protected spoils(): boolean {
    return false;
  }
}

function setLine(batch: Batch, intid: number, vcpu: number, high: boolean): void {
  const line = intid < 32 ? PPI | (vcpu << 16) | intid : SPI | intid;
  batch.add(Host.Line, 0, 0, line, high ? 1 : 0);
}

function leave(batch: Batch): void {
  batch.add(Host.Leave, 0, 0, 0);
}
