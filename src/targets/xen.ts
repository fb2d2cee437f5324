import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities, Implementation } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { Trace } from '../../models/contract/trace';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import type { XenVgic } from '../../models/xen-vgic/xen-vgic';
import { xenVgic } from '../../models/xen-vgic/xen-vgic';
import { firstDifference } from '../engine/compare';
import { Executor } from '../engine/execute';
import type { Frames } from './addresses';
import { placeOf } from './addresses';
import type { RegisterWrite } from './configuration';
import { configurationOf } from './configuration';
import { guestCapabilities } from './guest';
import { FREE, needed } from './installed';
import { Operation, SYSTEM } from './mailbox';
import type { Pace } from './pacer';
import { isFree } from './pacer';
import type { Surroundings } from './surroundings';
import { probeImage } from './probe-files';
import type { Rig } from './probe-target';
import { ProbeTarget } from './probe-target';
import { QemuProcess } from './qemu-process';
import type { TargetProfile } from './target';
import type { ModelOn } from './twin';
import { PacedSystem, twinOf } from './twin';
import type { CleaningStep } from './xen-cleaning';
import { clean, cleaningOf } from './xen-cleaning';
import { driveGpio, GPIO_INTID, nudgeDistributor, prepareDevices } from './xen-devices';
import { passedThroughTree, PASSED_THROUGH_AT, PROBE_AT, xenTree } from './xen-tree';

const RAM_AT = 0x40000000;
const MEMORY_MIB = 64;
const MEBIBYTE = 2 ** 20;

/** Where a domain's GIC is (Xen, public/arch-arm.h). */
const frames: Frames = {
  GICD: 0x03001000,
  GICC: 0x03002000,
  GICR: 0x03020000,
  GICV: 0,
  GICH: 0,
};

const offered: Capabilities = {
  ...guestCapabilities,
  groups: false,
  power: false,
  inputs: [],
  hardware: [GPIO_INTID],
  withoutLowestPriority: true,
};

/** The real Xen: one domain of two vCPUs, made by Xen itself. */
export function xenTarget(
  version: '4.17' | '4.20',
  pace: 'resident' | 'free-resident' = 'resident',
): TargetProfile {
  const id = `${isFree(pace) ? FREE : ''}xen:${version}`;
  // A physical interrupt comes at a moment that nobody knows: that is no matter of exits.
  const capabilities = isFree(pace) ? { ...offered, hardware: [] } : offered;
  const make: ModelOn = (repairs, hardware) =>
    xenVgic({ version, repairs, hardware, domain: 'other' });
  const model = make([], qemuHardware);
  const profile: TargetProfile = {
    id,
    version,
    title: `Xen ${version} under QEMU${isFree(pace) ? ', free-running' : ''}`,
    capabilities,
    twin: twinOf(id, make, pace, capabilities),
    ...(isFree(pace) ? { isFree: true } : {}),
    open: () => new XenTarget(profile, model, pace),
  };
  return profile;
}

/** What a machine needs, made once. */
interface MachineKit {
  configuration: RegisterWrite[];
  /** What is done after a workload: it leaves no vCPU off (no power steps are offered). */
  cleaning: CleaningStep[];
  /** The model, to know what a workload leaves behind. */
  vgic: XenVgic;
  paced: PacedSystem;
  executor: Executor;
}

/** What a workload leaves in a rig, as the model has it. */
interface Residue {
  rig: Rig;
  /** What Xen never clears: the INTIDs in the list registers, by vCPU. */
  intids: Uint16Array[];
  /** Values of the registers that `configurationOf` writes; nothing if they are not known. */
  configured?: number[];
}

class XenTarget extends ProbeTarget {
  private readonly kits = new WeakMap<Machine, MachineKit>();
  private readonly residues = new Map<string, Residue>();
  private readonly trace = new Trace(1024);
  private readonly other = new Trace(1024);
  /** The model of the machine in hand is where it is after the workload in hand. */
  private isImitated = false;

  constructor(
    profile: TargetProfile,
    private readonly model: Implementation,
    private readonly pace: Pace,
  ) {
    super(profile);
  }

  protected keyOf({ gic, vcpus, spis, hardware }: Machine): string {
    return JSON.stringify([gic, vcpus, spis, hardware.length > 0]);
  }

  protected start({ gic, vcpus, spis, hardware }: Machine): QemuProcess {
    const qemu = needed('qemu');
    const xen = needed(this.profile.id);
    const probe = probeImage();
    const passedThrough = passedThroughTree();
    const tree = xenTree({
      gic,
      vcpus,
      spis,
      memory: MEMORY_MIB,
      probeBytes: probe.length,
      passedThroughBytes: hardware.length > 0 ? passedThrough.length : 0,
    });
    const process = new QemuProcess({
      name: this.profile.id,
      ...qemu,
      memory: MEMORY_MIB,
      inputs: [tree],
      snapshots: true,
      arguments: ([treePath]) => [
        ...qemu.arguments,
        ...['-M', `virt,gic-version=${gic},virtualization=on,memory-backend=ram`],
        ...[
          '-cpu',
          'cortex-a57',
          '-smp',
          String(vcpus),
          '-accel',
          `tcg,thread=${isFree(this.pace) ? 'multi' : 'single'}`,
        ],
        ...['-kernel', xen.file, '-dtb', treePath],
      ],
    });
    process.write(probe, PROBE_AT - RAM_AT);
    process.write(passedThrough, PASSED_THROUGH_AT - RAM_AT);
    return process;
  }

  /** Xen puts the domain's RAM anywhere, in pieces of 2 MiB at least. */
  protected *mailboxPlaces(): Iterable<number> {
    for (let at = MEBIBYTE; at < MEMORY_MIB * MEBIBYTE; at += 2 * MEBIBYTE) yield at;
  }

  protected async prepare(rig: Rig): Promise<void> {
    const { gic, vcpus } = rig.machine;
    rig.mailbox.configure(gic, 0);
    this.batch.clear();
    for (let v = 1; v < vcpus; v++) this.batch.add(Operation.CpuOn, 0, v, 0);
    await this.runBatch(rig, 1);
    this.batch.clear();
    if (rig.machine.hardware.length > 0) prepareDevices(this.batch);
    this.after(rig.machine);
    await this.runBatch(rig);
    await this.keep(rig);
    this.residues.set(this.keyOf(rig.machine), { rig, intids: [] });
  }

  /**
   * What a workload shows may depend on the INTIDs left in list registers it has not used itself (they
   * are looked at where a retargeted SPI is believed to be in one): then it gets a restored rig.
   */
  override async run(workload: EncodedWorkload, trace: Trace): Promise<void> {
    const residue = this.residues.get(this.keyOf(workload.machine));
    this.isImitated = false;
    if (residue && !residue.rig.isSpoiled && this.shows(residue, workload)) {
      residue.rig.isSpoiled = true;
    }
    if (residue?.rig.isSpoiled) {
      residue.intids = [];
      residue.configured = undefined;
    }
    await super.run(workload, trace);
  }

  private shows({ intids }: Residue, workload: EncodedWorkload): boolean {
    if (intids.length === 0 || isFree(this.pace)) return false;
    const { trace, other } = this;
    this.imitate(workload, intids, trace);
    this.isImitated = !this.kitOf(workload.machine).vgic.hasReadLeft;
    if (this.isImitated) return false;
    this.imitate(workload, [], other);
    return firstDifference(trace, other, 0, workload.machine.vcpus) >= 0;
  }

  private imitate(workload: EncodedWorkload, intids: Uint16Array[], trace: Trace): void {
    const { vgic, paced, executor } = this.kitOf(workload.machine);
    vgic.leftIntids = intids;
    executor.run(paced, workload, trace);
  }

  protected participants({ vcpus }: Machine): number {
    return (1 << vcpus) - 1;
  }

  protected surroundings({ gic, hardware }: Machine): Surroundings {
    return {
      ...{ frames, isBare: false, pace: this.pace, leave: noDevice },
      setLine: (batch, _intid, _vcpu, high) => driveGpio(batch, high),
      nudge: gic === 2 && hardware.length > 0 ? nudgeDistributor : undefined,
    };
  }

  /** The configuration at the start, wired as the machine says. What is there already is not written. */
  protected before(machine: Machine): void {
    const { configuration } = this.kitOf(machine);
    const configured = this.residues.get(this.keyOf(machine))?.configured;
    configuration.forEach(({ vcpu, register, index, size, aux, value }, n) => {
      if (configured?.[n] !== value) this.write(vcpu, register, index, size, aux, value);
    });
  }

  protected after(machine: Machine): void {
    for (const step of this.kitOf(machine).cleaning) {
      const { vcpu } = step;
      switch (step.does) {
        case 'write':
          this.write(vcpu, step.register, step.index, 4, step.aux, step.value);
          break;
        case 'trap':
          this.batch.add(Operation.Read, vcpu, 4, frames.GICD + 4);
          break;
        case 'drain':
          this.batch.add(Operation.Drain, vcpu, 0, frames.GICC, frames.GICD + 4);
          break;
        case 'lower':
          driveGpio(this.batch, false);
          break;
        case 'nudge':
          nudgeDistributor(this.batch);
          break;
        case 'on':
          this.batch.add(Operation.CpuOn, vcpu, step.target, 0);
      }
    }
  }

  /**
   * Some workloads leave an interrupt in a state that no guest can change (it counts as being in a list
   * register and is in none). The model knows, because it answers as Xen does; not so where vCPUs exit
   * when they happen to.
   */
  protected spoils(workload: EncodedWorkload): boolean {
    if (isFree(this.pace)) return true;
    const { machine } = workload;
    const residue = this.residues.get(this.keyOf(machine));
    if (!this.isImitated) this.imitate(workload, residue?.intids ?? [], this.trace);
    const { vgic, cleaning, configuration } = this.kitOf(machine);
    clean(vgic, machine, cleaning);
    if (residue) {
      residue.intids = vgic.hardware.map(({ listRegisters }) => listRegisters.intid.slice());
      const isLegal = workload.flavour === 'legal';
      residue.configured = isLegal
        ? configuration.map((one) =>
            vgic.read(one.vcpu, one.register, one.index, one.size, one.aux),
          )
        : undefined;
    }
    return !vgic.isIdle;
  }

  private kitOf(machine: Machine): MachineKit {
    let kit = this.kits.get(machine);
    if (!kit) {
      const vgic = this.model.create(machine) as XenVgic;
      kit = {
        configuration: configurationOf(this.model, machine),
        cleaning: cleaningOf(machine, 0),
        vgic,
        paced: new PacedSystem(vgic, machine, this.pace),
        executor: new Executor(machine),
      };
      this.kits.set(machine, kit);
    }
    return kit;
  }

  private write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
    value: number,
  ): void {
    const place = placeOf(frames, register, index, size, aux);
    const code = Operation.Write | (place.isSystem ? SYSTEM : 0);
    this.batch.add(code, vcpu, place.isSystem ? place.number : size, place.address, value);
  }
}

function noDevice(): void {
  // Its vCPUs stay on their physical CPUs.
}
