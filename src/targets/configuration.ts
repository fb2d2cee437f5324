import type { Implementation } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { implementedCount, Register, registers } from '../../models/architecture/registers';

/** One register to write. */
export interface RegisterWrite {
  vcpu: number;
  register: number;
  index: number;
  size: number;
  /** GICR: whose redistributor. */
  aux: number;
  value: number;
}

const shared = [
  Register.GICD_IGROUPR,
  Register.GICD_IPRIORITYR,
  Register.GICD_ITARGETSR,
  Register.GICD_ICFGR,
  Register.GICD_ISENABLER,
];
const redistributor = [Register.GICR_IGROUPR0, Register.GICR_IPRIORITYR, Register.GICR_ISENABLER0];
const cpuInterface = {
  2: [Register.GICC_CTLR, Register.GICC_PMR, Register.GICC_BPR, Register.GICC_ABPR],
  3: [
    Register.ICC_CTLR_EL1,
    Register.ICC_PMR_EL1,
    Register.ICC_BPR0_EL1,
    Register.ICC_BPR1_EL1,
    Register.ICC_IGRPEN0_EL1,
    Register.ICC_IGRPEN1_EL1,
  ],
};

/** Interrupts that the registers of an array below this number hold are private. */
function firstShared(register: number): number {
  const { interruptsPerRegister } = registers[register];
  return interruptsPerRegister === 0 ? 0 : 32 / interruptsPerRegister;
}

/**
 * What configures a guest's GIC as an implementation has it at the start of a workload: the values
 * that its registers read as after a reset. Everything must be idle and disabled.
 */
export function configurationOf(implementation: Implementation, machine: Machine): RegisterWrite[] {
  const system = implementation.create(machine);
  system.reset();
  const writes: RegisterWrite[] = [];
  const keep = (vcpu: number, register: number, index: number, aux = 0): void => {
    const value = system.read(vcpu, register, index, 4, aux);
    writes.push({ vcpu, register, index, size: 4, aux, value });
  };
  const { gic, vcpus } = machine;
  for (const register of shared) {
    if (!registers[register].gic.includes(gic)) continue;
    const count = implementedCount(machine, register);
    const first = firstShared(register);
    for (let index = first; index < count; index++) keep(0, register, index);
    if (gic !== 2 || register === Register.GICD_ITARGETSR) continue;
    for (let v = 0; v < vcpus; v++)
      for (let index = 0; index < first; index++) keep(v, register, index);
  }
  if (gic === 3) {
    for (let intid = 32; intid < 32 + machine.spis; intid++) keep(0, Register.GICD_IROUTER, intid);
    for (let v = 0; v < vcpus; v++) {
      for (const register of redistributor) {
        const count = register === Register.GICR_IPRIORITYR ? 8 : 1;
        for (let index = 0; index < count; index++) keep(v, register, index, v);
      }
      // That of the PPIs; SGIs have a fixed one.
      keep(v, Register.GICR_ICFGR, 1, v);
    }
  }
  for (let v = 0; v < vcpus; v++) for (const register of cpuInterface[gic]) keep(v, register, 0);
  keep(0, Register.GICD_CTLR, 0);
  return writes;
}
