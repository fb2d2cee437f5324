import type { Machine } from '../../models/contract/machine';
import { interruptWords } from '../../models/contract/machine';
import { Register as R } from '../../models/architecture/registers';
import type { Frames } from './addresses';
import { frameAddress, placeOf } from './addresses';
import { lowerAll } from './bare-devices';
import type { Batch } from './mailbox';
import { Operation, SYSTEM } from './mailbox';

/** VMCR after a reset: binary points 2 and 3; GICv3 has VFIQEn as well. */
const VMCR = { 2: 0x4c0000, 3: 0x4c0008 } as const;
const ALL = 0xffffffff;
/** GICD_* and GICR_*, offsets of the first register of each array (IHI 0048 table 4-1). */
const IGROUPR = 0x080;
const ICENABLER = 0x180;
const ICPENDR = 0x280;
const ICACTIVER = 0x380;
const IPRIORITYR = 0x400;
const ITARGETSR = 0x800;
const ICFGR = 0xc00;
const CPENDSGIR = 0xf10;
const IROUTER = 0x6000;
const SGI_BASE = 0x10000;
/** GICC_APR0 and GICC_NSAPR0, four each. */
const GICC_APR = 0xd0;
/** An INTID that exists, for an EOI that only looks at the active priorities again. */
const ANY_INTID = 32;

/** What brings the GIC of QEMU back to what it is after a reset, wired as a machine says. */
export class BareReset {
  constructor(
    private readonly batch: Batch,
    private readonly frames: Frames,
    private readonly machine: Machine,
  ) {}

  emit(): void {
    const { batch, machine } = this;
    lowerAll(batch, machine.vcpus);
    this.register(0, R.GICD_CTLR, 0, 0);
    this.shared();
    for (let v = 0; v < machine.vcpus; v++) {
      if (machine.gic === 2) {
        this.privateV2(v);
        this.interfacesV2(v);
      } else {
        this.privateV3(v);
        this.interfacesV3(v);
      }
    }
  }

  private shared(): void {
    const { machine } = this;
    const gicd = this.frames.GICD;
    const words = interruptWords(machine) - 1;
    for (const [first, value] of [
      [ICENABLER, ALL],
      [ICACTIVER, ALL],
      [IGROUPR, 0],
    ] as const) {
      this.fill(0, gicd + first + 4, value, words);
    }
    this.fill(0, gicd + IPRIORITYR + 32, 0, words * 8);
    this.configure(gicd);
    this.fill(0, gicd + ICPENDR + 4, ALL, words);
    if (machine.gic === 3) this.fill(0, gicd + IROUTER + 32 * 8, 0, words * 32, 8);
    else this.fill(0, gicd + ITARGETSR + 32, 0, words * 8);
  }

  /** ICFGR: what is not wired as a level is an edge. */
  private configure(gicd: number): void {
    const { spis, level } = this.machine;
    for (let first = 32; first < 32 + spis; first += 16) {
      let config = 0;
      for (let n = 0; n < 16; n++) if (!level.includes(first + n)) config |= 2 << (2 * n);
      this.fill(0, gicd + ICFGR + first / 4, config, 1);
    }
  }

  private privateInterrupts(cpu: number, frame: number): void {
    for (const [first, value] of [
      [ICENABLER, ALL],
      [ICACTIVER, ALL],
      [ICPENDR, ALL],
      [IGROUPR, 0],
    ] as const) {
      this.fill(cpu, frame + first, value, 1);
    }
    this.fill(cpu, frame + IPRIORITYR, 0, 8);
    // PPIs are level-sensitive.
    this.fill(cpu, frame + ICFGR + 4, 0, 1);
  }

  private privateV2(cpu: number): void {
    this.privateInterrupts(cpu, this.frames.GICD);
    this.fill(cpu, this.frames.GICD + CPENDSGIR, ALL, 4);
  }

  private privateV3(cpu: number): void {
    const frame = frameAddress(this.frames, 'GICR', cpu, 0);
    this.register(0, R.GICR_WAKER, 0, 0, cpu);
    this.privateInterrupts(0, frame + SGI_BASE);
  }

  private interfacesV2(cpu: number): void {
    const { GICC } = this.frames;
    this.register(cpu, R.GICH_HCR, 0, 0);
    this.fill(cpu, placeOf(this.frames, R.GICH_LR, 0, 4, 0).address, 0, this.machine.listRegisters);
    this.register(cpu, R.GICH_APR, 0, 0);
    this.register(cpu, R.GICH_VMCR, 0, VMCR[2]);
    this.register(cpu, R.GICC_CTLR, 0, 0);
    this.fill(cpu, GICC + GICC_APR, 0, 8);
    // The running priority is only looked up at an EOI.
    this.register(cpu, R.GICC_EOIR, 0, ANY_INTID);
    this.register(cpu, R.GICC_PMR, 0, 0);
    this.register(cpu, R.GICC_BPR, 0, 2);
    this.register(cpu, R.GICC_ABPR, 0, 3);
  }

  private interfacesV3(cpu: number): void {
    this.register(cpu, R.ICH_HCR_EL2, 0, 0);
    for (let n = 0; n < this.machine.listRegisters; n++) this.register(cpu, R.ICH_LR_EL2, n, 0);
    this.register(cpu, R.ICH_AP0R_EL2, 0, 0);
    this.register(cpu, R.ICH_AP1R_EL2, 0, 0);
    this.register(cpu, R.ICH_VMCR_EL2, 0, VMCR[3]);
    for (const register of [
      R.ICC_IGRPEN0_EL1,
      R.ICC_IGRPEN1_EL1,
      R.ICC_AP0R_EL1,
      R.ICC_AP1R_EL1,
      R.ICC_CTLR_EL1,
      R.ICC_PMR_EL1,
      R.ICC_BPR0_EL1,
      R.ICC_BPR1_EL1,
    ]) {
      this.register(cpu, register, 0, 0);
    }
  }

  private register(cpu: number, register: number, index: number, value: number, aux = 0): void {
    const place = placeOf(this.frames, register, index, 4, aux);
    const code = Operation.Write | (place.isSystem ? SYSTEM : 0);
    this.batch.add(code, cpu, place.isSystem ? place.number : 4, place.address, value);
  }

  private fill(cpu: number, address: number, value: number, count: number, size = 4): void {
    this.batch.add(Operation.Fill, cpu, size, count, value, address);
  }
}
