import { Register } from '../architecture/registers';
import type { InterfaceName } from './interface-access';

/**
 * What user space saves of a GIC, as it names it to KVM: a register of the distributor or of a
 * redistributor (KVM_DEV_ARM_VGIC_GRP_DIST_REGS, _REDIST_REGS), the lines of 32 interrupts (_LEVEL_INFO),
 * or a register of a CPU interface (_CPU_REGS, _CPU_SYSREGS). INTID 0–31 are those of `vcpu`.
 */
export type SavedRegister =
  /** `value`: what is written instead of what was read. */
  | { kind: 'register'; vcpu: number; register: number; index: number; value?: number }
  | { kind: 'lines'; vcpu: number; word: number }
  | { kind: 'interface'; vcpu: number; name: InterfaceName };

/** Interrupts per register. */
const BITS = 32;
const BYTES = 4;
const PAIRS = 16;

function one(register: number, index = 0, vcpu = 0): SavedRegister {
  return { kind: 'register', vcpu, register, index };
}

/** The registers of INTIDs `from` to `to`, `to` not included. */
function range(register: number, per: number, from: number, to: number, vcpu = 0): SavedRegister[] {
  const list: SavedRegister[] = [];
  for (let index = from / per; index < to / per; index++) list.push(one(register, index, vcpu));
  return list;
}

function perVcpu(vcpus: number, of: (vcpu: number) => SavedRegister[]): SavedRegister[] {
  return Array.from({ length: vcpus }, (_, vcpu) => of(vcpu)).flat();
}

function distributorV2(vcpus: number, intids: number): SavedRegister[] {
  const all = (register: number, per: number): SavedRegister[] => [
    ...perVcpu(vcpus, (vcpu) => range(register, per, 0, 32, vcpu)),
    ...range(register, per, 32, intids),
  ];
  const sources = (register: number, vcpu: number): SavedRegister[] =>
    range(register, BYTES, 0, 16, vcpu);
  return [
    // Who writes it may write IGROUPR.
    one(Register.GICD_IIDR),
    one(Register.GICD_CTLR),
    ...all(Register.GICD_IGROUPR, BITS),
    ...all(Register.GICD_ISENABLER, BITS),
    ...range(Register.GICD_ITARGETSR, BYTES, 32, intids),
    ...all(Register.GICD_ICFGR, PAIRS),
    ...all(Register.GICD_ISPENDR, BITS),
    ...all(Register.GICD_ISACTIVER, BITS),
    ...all(Register.GICD_IPRIORITYR, BYTES),
    ...perVcpu(vcpus, (vcpu) => [
      ...sources(Register.GICD_CPENDSGIR, vcpu).map((saved) => ({ ...saved, value: -1 })),
      ...sources(Register.GICD_SPENDSGIR, vcpu),
    ]),
  ];
}

function distributorV3(vcpus: number, intids: number): SavedRegister[] {
  const words = Array.from({ length: intids / BITS - 1 }, (_, n) => n + 1);
  return [
    one(Register.GICD_IIDR),
    one(Register.GICD_CTLR),
    ...perVcpu(vcpus, (vcpu) => [
      one(Register.GICR_IGROUPR0, 0, vcpu),
      one(Register.GICR_ISENABLER0, 0, vcpu),
      one(Register.GICR_ICFGR, 1, vcpu),
      { kind: 'lines', vcpu, word: 0 },
      one(Register.GICR_ISPENDR0, 0, vcpu),
      one(Register.GICR_ISACTIVER0, 0, vcpu),
      ...range(Register.GICR_IPRIORITYR, BYTES, 0, 32, vcpu),
    ]),
    ...range(Register.GICD_ISENABLER, BITS, 32, intids),
    ...range(Register.GICD_IGROUPR, BITS, 32, intids),
    ...range(Register.GICD_IROUTER, 1, 32, intids),
    ...range(Register.GICD_ICFGR, PAIRS, 32, intids),
    ...words.map((word): SavedRegister => ({ kind: 'lines', vcpu: 0, word })),
    ...range(Register.GICD_ISPENDR, BITS, 32, intids),
    ...range(Register.GICD_ISACTIVER, BITS, 32, intids),
    ...range(Register.GICD_IPRIORITYR, BYTES, 32, intids),
  ];
}

const interfaces: Record<2 | 3, readonly InterfaceName[]> = {
  2: ['CTLR', 'PMR', 'BPR0', 'BPR1', 'AP0R0'],
  3: ['CTLR', 'IGRPEN0', 'IGRPEN1', 'PMR', 'BPR0', 'BPR1', 'AP0R0', 'AP1R0'],
};

/**
 * Everything that user space saves of a GIC, in the order in which it restores it: that of QEMU. GICv2 has
 * no attribute for lines: an interrupt whose line is high is saved as pending, and comes back as a latch.
 * @param intids implemented INTIDs: a multiple of 32
 */
export function savedRegisters(gic: 2 | 3, vcpus: number, intids: number): SavedRegister[] {
  return [
    ...(gic === 2 ? distributorV2(vcpus, intids) : distributorV3(vcpus, intids)),
    ...perVcpu(vcpus, (vcpu) =>
      interfaces[gic].map((name): SavedRegister => ({ kind: 'interface', vcpu, name })),
    ),
  ];
}
