import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Capabilities } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { StepKind } from '../../models/contract/encoded';
import type { Frames } from './addresses';
import { inputs, MAINTENANCE_PPI, prepareDevices, setLine } from './bare-devices';
import { BareReset } from './bare-reset';
import { needed } from './installed';
import { Operation } from './mailbox';
import type { Surroundings } from './surroundings';
import { probeImage } from './probe-files';
import type { Rig } from './probe-target';
import { ProbeTarget } from './probe-target';
import { QemuProcess } from './qemu-process';
import type { TargetProfile } from './target';

const MEMORY_MIB = 64;
/** From the start of RAM: the image (QEMU loads it 2 MiB above) and the mailbox in it. */
const MAILBOX_AT = 0x300000;
const QEMU_VERSION = '10.0.2';

/** QEMU's `virt` (hw/arm/virt.c). */
const frames: Frames = {
  GICD: 0x08000000,
  GICC: 0x08010000,
  GICH: 0x08030000,
  GICV: 0x08040000,
  GICR: 0x080a0000,
};

const wiredToItself = 1 << MAINTENANCE_PPI;

function capabilitiesOf(gic: 2 | 3): Capabilities {
  return {
    gic: [gic],
    vcpus: 2,
    listRegisterInterface: true,
    listRegisters: { 2: [4, 4], 3: [4, 4] },
    spis: 256,
    groups: true,
    lines: true,
    power: false,
    immediate: true,
    without: [
      StepKind.Wfi,
      StepKind.Exit,
      StepKind.Enter,
      StepKind.Preempt,
      StepKind.Schedule,
      StepKind.Barrier,
    ],
    inputs,
    ppis: 'level',
    maintenancePpi: MAINTENANCE_PPI,
    withoutEmptySgiSources: true,
    machine: {
      listRegisters: 4,
      priorityBits: 5,
      preemptionBits: 5,
      spis: 256,
      hardware: [],
      oneOfN: false,
    },
  };
}

/** QEMU's own GIC, list registers included: the probe is the hypervisor. */
export function bareTarget(gic: 2 | 3): TargetProfile {
  const profile: TargetProfile = {
    id: `qemu:gicv${gic}`,
    version: QEMU_VERSION,
    title: `GICv${gic} of QEMU ${QEMU_VERSION}`,
    capabilities: capabilitiesOf(gic),
    open: () => new BareTarget(profile),
  };
  return profile;
}

class BareTarget extends ProbeTarget {
  protected keyOf({ gic, vcpus }: Machine): string {
    return `${gic},${vcpus}`;
  }

  protected start({ gic, vcpus, priorityBits }: Machine): QemuProcess {
    const qemu = needed('qemu');
    return new QemuProcess({
      name: this.profile.id,
      ...qemu,
      memory: MEMORY_MIB,
      inputs: [probeImage()],
      snapshots: true,
      arguments: ([image]) => [
        ...qemu.arguments,
        ...['-M', `virt,gic-version=${gic},virtualization=on,memory-backend=ram`],
        ...['-cpu', 'cortex-a57,pmu=off', '-smp', String(vcpus), '-accel', 'tcg,thread=single'],
        // GICv3 has as many as the CPU.
        ...(gic === 2 ? ['-global', `arm_gic.num-priority-bits=${priorityBits}`] : []),
        ...['-kernel', image],
      ],
    });
  }

  protected mailboxPlaces(): Iterable<number> {
    return [MAILBOX_AT];
  }

  protected async prepare(rig: Rig): Promise<void> {
    const { gic, vcpus } = rig.machine;
    rig.mailbox.configure(gic, frames.GICC, frames.GICH);
    this.batch.clear();
    for (let v = 1; v < vcpus; v++) this.batch.add(Operation.CpuOn, 0, v, 0);
    await this.runBatch(rig, 1);
    this.batch.clear();
    prepareDevices(this.batch, vcpus);
    await this.keep(rig);
  }

  protected participants({ vcpus }: Machine): number {
    return (1 << vcpus) - 1;
  }

  protected surroundings(): Surroundings {
    return {
      frames,
      isBare: true,
      showsAllLines: true,
      wiredToItself,
      setLine,
      leave: noHypervisor,
    };
  }

  protected before(machine: Machine): void {
    new BareReset(this.batch, frames, machine).emit();
  }

  protected after(): void {
    // The next workload begins with everything.
  }

  /** A hostile workload reaches registers that no reset of ours knows. */
  protected spoils({ flavour }: EncodedWorkload): boolean {
    return flavour === 'hostile';
  }
}

function noHypervisor(): void {
  // Nobody takes a PE away.
}
