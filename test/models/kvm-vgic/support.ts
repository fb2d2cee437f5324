import type { Hardware } from '../../../models/architecture/guest-system';
import { Register } from '../../../models/architecture/registers';
import { deviationsOf } from '../../../models/kvm-vgic/deviations';
import { repairsOf } from '../../../models/kvm-vgic/repairs';
import type { Era } from '../../../models/kvm-vgic/system';
import { KvmVgic } from '../../../models/kvm-vgic/system';
import { qemuHardware } from '../../../models/qemu-hardware/qemu-hardware';
import { machine } from '../architecture/support';

export { machine };

/** One VM on which short scenarios are played, in the notation of the corrections document. */
export class Guest {
  constructor(
    readonly vgic: KvmVgic,
    /** A trapped read after each step, as the traces of the real kernels have it. */
    private readonly synchronous = true,
  ) {}

  get gic(): 2 | 3 {
    return this.vgic.gic;
  }

  /** Exit and entry of one vCPU. */
  sync(vcpu: number): void {
    this.vgic.read(vcpu, Register.GICD_TYPER, 0, 4, 0);
  }

  write(register: number, index: number, value: number, vcpu = 0, size = 4): void {
    this.vgic.write(vcpu, register, index, size, value, 0, vcpu);
  }

  read(register: number, index: number, vcpu = 0, size = 4): number {
    return this.vgic.read(vcpu, register, index, size, vcpu) >>> 0;
  }

  private after(vcpu: number): void {
    if (this.synchronous) this.sync(vcpu);
  }

  /** A bit of a register with one bit per INTID: ISENABLER, ISPENDR, ISACTIVER and so on. */
  private bitRegister(name: BitRegister, intid: number): number {
    const isPrivate = this.gic === 3 && intid < 32;
    return isPrivate ? Register[`GICR_${name}0`] : Register[`GICD_${name}`];
  }

  setBit(name: BitRegister, intid: number, vcpu = 0): void {
    this.write(this.bitRegister(name, intid), intid >> 5, 1 << (intid & 31), vcpu);
  }

  bit(name: BitRegister, intid: number, vcpu = 0): number {
    return (this.read(this.bitRegister(name, intid), intid >> 5, vcpu) >>> (intid & 31)) & 1;
  }

  priority(intid: number, value: number, vcpu = 0): void {
    const isPrivate = this.gic === 3 && intid < 32;
    const register = isPrivate ? Register.GICR_IPRIORITYR : Register.GICD_IPRIORITYR;
    this.write(register, intid, value, vcpu, 1);
  }

  route(intid: number, vcpu: number): void {
    if (this.gic === 2) this.write(Register.GICD_ITARGETSR, intid, 1 << vcpu, 0, 1);
    else this.write(Register.GICD_IROUTER, intid, vcpu, 0, 8);
  }

  level(intid: number): void {
    const index = intid >> 4;
    const before = this.read(Register.GICD_ICFGR, index);
    this.write(Register.GICD_ICFGR, index, before & ~(2 << ((intid & 15) * 2)));
  }

  line(intid: number, high: boolean, vcpu = 0): void {
    this.vgic.setLine(intid, vcpu, high);
  }

  /** An SGI from one vCPU to another. */
  sgi(intid: number, from: number, to: number): void {
    if (this.gic === 2) this.write(Register.GICD_SGIR, 0, (1 << (16 + to)) | intid, from);
    else this.write(Register.ICC_SGI1R_EL1, 0, (intid << 24) | (1 << to), from);
  }

  acknowledge(vcpu = 0): number {
    const value = this.read(this.gic === 2 ? Register.GICC_IAR : Register.ICC_IAR1_EL1, 0, vcpu);
    this.after(vcpu);
    return value;
  }

  highestPending(vcpu = 0): number {
    return this.read(this.gic === 2 ? Register.GICC_HPPIR : Register.ICC_HPPIR1_EL1, 0, vcpu);
  }

  runningPriority(vcpu = 0): number {
    return this.read(this.gic === 2 ? Register.GICC_RPR : Register.ICC_RPR_EL1, 0, vcpu);
  }

  end(value: number, vcpu = 0): void {
    this.write(this.gic === 2 ? Register.GICC_EOIR : Register.ICC_EOIR1_EL1, 0, value, vcpu);
    this.after(vcpu);
  }

  deactivate(value: number, vcpu = 0): void {
    this.write(this.gic === 2 ? Register.GICC_DIR : Register.ICC_DIR_EL1, 0, value, vcpu);
    this.after(vcpu);
  }

  /** Acknowledges and ends until nothing is left, or 32 times. */
  drain(vcpu = 0): number[] {
    const seen: number[] = [];
    while (seen.length < 32) {
      const value = this.acknowledge(vcpu);
      if (value >= 1020 && value <= 1023) break;
      seen.push(value);
      this.end(value, vcpu);
    }
    return seen;
  }
}

export type BitRegister =
  'IGROUPR' | 'ISENABLER' | 'ICENABLER' | 'ISPENDR' | 'ICPENDR' | 'ISACTIVER' | 'ICACTIVER';

export interface GuestOptions {
  eoiMode?: 0 | 1;
  vcpus?: number;
  listRegisters?: number;
  /** INTIDs that are level-sensitive from the start. */
  level?: number[];
  mapped?: number[];
  /** Ids of deviations that are mended. */
  repairs?: string[];
  hardware?: Hardware;
  synchronous?: boolean;
}

/** A VM over hardware as the real kernels ran on, everything enabled at priority 0x80. */
export function guest(era: Era, gic: 2 | 3, options: GuestOptions = {}): Guest {
  const { eoiMode = 0, vcpus = 2, listRegisters = 4, level = [], mapped = [] } = options;
  const vgic = new KvmVgic(
    machine(gic, { vcpus, listRegisters, level, hardware: mapped }),
    era,
    repairsOf(options.repairs ?? []),
    options.hardware ?? qemuHardware,
  );
  const vm = new Guest(vgic, options.synchronous);
  vm.write(Register.GICD_CTLR, 0, gic === 2 ? 1 : 2);
  for (let n = 8; n < 24; n++) vm.write(Register.GICD_IPRIORITYR, n, 0x80808080);
  for (let n = 1; n < 3; n++) vm.write(Register.GICD_ISENABLER, n, 0xffffffff);
  for (let vcpu = 0; vcpu < vcpus; vcpu++) {
    for (let n = 0; n < 8; n++) {
      const priorities = gic === 2 ? Register.GICD_IPRIORITYR : Register.GICR_IPRIORITYR;
      vm.write(priorities, n, 0x80808080, vcpu);
    }
    vm.write(gic === 2 ? Register.GICD_ISENABLER : Register.GICR_ISENABLER0, 0, -1, vcpu);
    if (gic === 2) {
      vm.write(Register.GICC_PMR, 0, 0xf8, vcpu);
      vm.write(Register.GICC_CTLR, 0, eoiMode === 1 ? 0x201 : 1, vcpu);
    } else {
      vm.write(Register.ICC_PMR_EL1, 0, 0xf8, vcpu);
      vm.write(Register.ICC_CTLR_EL1, 0, eoiMode << 1, vcpu);
      vm.write(Register.ICC_IGRPEN1_EL1, 0, 1, vcpu);
    }
  }
  return vm;
}

/** Every id that can be mended. */
export function everything(era: Era): string[] {
  return deviationsOf(era).map(({ id }) => id);
}
