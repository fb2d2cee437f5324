import type { VirtualInterface } from '../architecture/virtual-interface';

/** AP0R<n> or AP1R<n> of one vCPU. */
const REGISTERS = 4;

/** What of the CPU interface is saved while a vCPU is on no physical CPU. */
export class SavedInterfaces {
  /** GICH_VMCR or ICH_VMCR_EL2 of each vCPU. */
  readonly vmcr: Int32Array;
  private readonly active0: Int32Array;
  private readonly active1: Int32Array;

  constructor(vcpus: number) {
    this.vmcr = new Int32Array(vcpus);
    this.active0 = new Int32Array(vcpus * REGISTERS);
    this.active1 = new Int32Array(vcpus * REGISTERS);
  }

  save(vcpu: number, hardware: VirtualInterface): void {
    const { priority } = hardware;
    const at = vcpu * REGISTERS;
    this.vmcr[vcpu] = hardware.readVmcr();
    for (let n = 0; n < priority.activePriorityRegisters; n++) {
      this.active0[at + n] = priority.readActivePriorities(0, n);
      this.active1[at + n] = priority.readActivePriorities(1, n);
    }
  }

  /** Nothing is active. */
  clear(vcpu: number): void {
    const at = vcpu * REGISTERS;
    this.active0.fill(0, at, at + REGISTERS);
    this.active1.fill(0, at, at + REGISTERS);
  }

  /** AP0R0 or AP1R0; the others do not exist with five preemption bits. */
  activePriorities(vcpu: number, group: number): number {
    return (group === 0 ? this.active0 : this.active1)[vcpu * REGISTERS];
  }

  setActivePriorities(vcpu: number, group: number, value: number): void {
    (group === 0 ? this.active0 : this.active1)[vcpu * REGISTERS] = value;
  }

  load(vcpu: number, hardware: VirtualInterface): void {
    const { priority } = hardware;
    const at = vcpu * REGISTERS;
    hardware.writeVmcr(this.vmcr[vcpu]);
    for (let n = 0; n < priority.activePriorityRegisters; n++) {
      priority.writeActivePriorities(0, n, this.active0[at + n]);
      priority.writeActivePriorities(1, n, this.active1[at + n]);
    }
  }
}
