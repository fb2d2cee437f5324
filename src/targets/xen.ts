import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { StepKind } from '../../models/contract/encoded';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import { xenVgic } from '../../models/xen-vgic/xen-vgic';
import { Register } from '../../models/architecture/registers';
import type { Frames } from './addresses';
import { placeOf } from './addresses';
import type { RegisterWrite } from './configuration';
import { configurationOf } from './configuration';
import { needed } from './installed';
import { Operation, SYSTEM } from './mailbox';
import type { Surroundings } from './plan';
import { probeImage } from './probe-files';
import type { Rig } from './probe-target';
import { ProbeTarget } from './probe-target';
import { QemuProcess } from './qemu-process';
import type { TargetProfile } from './target';
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

/** EOIRs that end whatever has an active priority: 32 levels. */
const LEVELS = 32;
/** An INTID that no machine has. */
const NOBODY = 1000;

function capabilitiesOf(gic: 2 | 3): Capabilities {
  return {
    gic: [gic],
    vcpus: 2,
    listRegisterInterface: false,
    listRegisters: { 2: [4, 4], 3: [4, 4] },
    spis: 64,
    groups: false,
    groupAtReset: { 2: 0, 3: 1 },
    lines: false,
    power: false,
    immediate: false,
    without: [
      StepKind.Wfi,
      StepKind.Exit,
      StepKind.Enter,
      StepKind.Preempt,
      StepKind.Schedule,
    ],
    inputs: [],
    withoutLowestPriority: true,
    ppis: 'level',
    machine: {
      vcpus: 2,
      listRegisters: 4,
      priorityBits: 5,
      preemptionBits: 5,
      spis: 64,
      hardware: [],
      oneOfN: false,
    },
  };
}

/** The real Xen: one domain of two vCPUs, made by Xen itself. */
export function xenTarget(version: '4.17' | '4.20', gic: 2 | 3): TargetProfile {
  const profile: TargetProfile = {
    id: `xen:${version}/gicv${gic}`,
    title: `Xen ${version} under QEMU, guest with a GICv${gic}`,
    capabilities: capabilitiesOf(gic),
    pace: 'resident',
    twin: xenVgic({ version, repairs: [], hardware: qemuHardware, domain: 'other' }),
    open: () => new XenTarget(profile, version),
  };
  return profile;
}

class XenTarget extends ProbeTarget {
  private readonly configurations = new WeakMap<Machine, RegisterWrite[]>();

  constructor(
    profile: TargetProfile,
    private readonly version: string,
  ) {
    super(profile);
  }

  protected keyOf({ gic, vcpus, spis, hardware }: Machine): string {
    return JSON.stringify([gic, vcpus, spis, hardware.length > 0]);
  }

  protected start({ gic, vcpus, spis, hardware }: Machine): QemuProcess {
    const qemu = needed('qemu');
    const xen = needed(`xen:${this.version}`);
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
        ...['-cpu', 'cortex-a57', '-smp', String(vcpus), '-accel', 'tcg,thread=single'],
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
    this.after(rig.machine, 0);
    await this.runBatch(rig, this.participants(rig.machine));
    await this.keep(rig);
  }

  protected participants({ vcpus }: Machine): number {
    return (1 << vcpus) - 1;
  }

  protected surroundings(): Surroundings {
    return { frames, isBare: false, hostStep: () => undefined };
  }

  /** The configuration at the start, wired as the machine says. */
  protected before(machine: Machine): void {
    let writes = this.configurations.get(machine);
    if (!writes) {
      writes = configurationOf(this.profile.twin, machine);
      this.configurations.set(machine, writes);
    }
    for (const { vcpu, register, index, size, aux, value } of writes) {
      this.write(vcpu, register, index, size, aux, value);
    }
  }

  /**
   * Ends, takes and disables everything. Xen ignores ICPENDR and ICACTIVER, so an interrupt goes only
   * by being handled.
   */
  protected after(machine: Machine, off: number): void {
    const { gic, vcpus, spis } = machine;
    const words = 1 + spis / 32;
    for (let v = 0; v < vcpus; v++) {
      if ((off >>> v) & 1) this.batch.add(Operation.CpuOn, v === 0 ? 1 : 0, v, 0);
    }
    this.write(0, Register.GICD_CTLR, 0, 4, 0, gic === 2 ? 1 : 0x12);
    for (let v = 0; v < vcpus; v++) this.openInterface(v, gic);
    for (let v = 0; v < vcpus; v++) {
      for (let n = 0; n < LEVELS; n++) this.write(v, this.eoir(gic), 0, 4, 0, NOBODY);
      const dir = gic === 2 ? Register.GICC_DIR : Register.ICC_DIR_EL1;
      for (let intid = 0; intid < 32 + spis; intid++) this.write(v, dir, 0, 4, 0, intid);
      this.trap(v);
    }
    for (let word = 1; word < words; word++) this.write(0, Register.GICD_ISENABLER, word, 4, 0, -1);
    for (let v = 0; v < vcpus; v++) this.privateEnables(v, gic, true);
    for (let round = 0; round < 2; round++) {
      for (let v = 0; v < vcpus; v++) {
        this.batch.add(Operation.Drain, v, 0, frames.GICC, frames.GICD + 4);
      }
    }
    for (let word = 1; word < words; word++) this.write(0, Register.GICD_ICENABLER, word, 4, 0, -1);
    for (let v = 0; v < vcpus; v++) this.privateEnables(v, gic, false);
    for (let v = 0; v < vcpus; v++) this.trap(v);
  }

  private eoir(gic: 2 | 3): number {
    return gic === 2 ? Register.GICC_EOIR : Register.ICC_EOIR1_EL1;
  }

  private openInterface(vcpu: number, gic: 2 | 3): void {
    if (gic === 2) {
      this.write(vcpu, Register.GICC_CTLR, 0, 4, 0, 0x201);
      this.write(vcpu, Register.GICC_PMR, 0, 4, 0, 0xff);
    } else {
      this.write(vcpu, Register.ICC_CTLR_EL1, 0, 4, 0, 2);
      this.write(vcpu, Register.ICC_PMR_EL1, 0, 4, 0, 0xff);
      this.write(vcpu, Register.ICC_IGRPEN1_EL1, 0, 4, 0, 1);
    }
  }

  private privateEnables(vcpu: number, gic: 2 | 3, on: boolean): void {
    if (gic === 2) {
      this.write(vcpu, on ? Register.GICD_ISENABLER : Register.GICD_ICENABLER, 0, 4, 0, -1);
    } else {
      this.write(vcpu, on ? Register.GICR_ISENABLER0 : Register.GICR_ICENABLER0, 0, 4, vcpu, -1);
    }
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

  private trap(vcpu: number): void {
    this.batch.add(Operation.Read, vcpu, 4, frames.GICD + 4);
  }
}
