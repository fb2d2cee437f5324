import { Register, registers } from '../architecture/registers';
import { Irq, NONE } from './interrupts';
import type { InterruptRegisters } from './interrupt-registers';
import type { KvmVgic } from './system';

/** A trapped read; parameters as for `System.read`. */
type Read = (vgic: KvmVgic, vcpu: number, index: number, size: number, aux: number) => number;
/** A trapped write; parameters as for `System.write`. */
type Write = (
  vgic: KvmVgic,
  vcpu: number,
  index: number,
  size: number,
  low: number,
  high: number,
  aux: number,
) => void;

/** Everything that is not here reads as zero and ignores writes. */
export const reads: Read[] = registers.map(() => () => 0);
export const writes: Write[] = registers.map(() => () => undefined);

/** ProductID 0x4B (KVM), revision 3, JEP106 code of Arm. GICR_IIDR has no revision. */
const GICD_IIDR = 0x4b00343b;
const GICR_IIDR = 0x4b00043b;
const PIDR2_V2 = 0x2b;
const PIDR2_V3 = 0x3b;
/** GICD_CTLR of GICv2: EnableGrp0, which gates everything. */
const ENABLE_V2 = 1;
/** GICD_CTLR of GICv3: EnableGrp1, which gates everything; ARE and DS are RAO. */
const ENABLE_V3 = 1 << 1;
/** Both enables. */
const BOTH_GROUPS = 3;
const CTLR_V3 = (1 << 4) | (1 << 6);
/** GICD_TYPER of GICv3: IDbits, 10 bits of INTID; no A3V, no No1N. */
const TYPER_V3 = 9 << 19;
const A3V = 1 << 24;
const NO_1N = 1 << 25;
/** GICR_CTLR: IR (INVLPIR exists) and CES (EnableLPIs can be cleared). */
const GICR_CTLR = 0x6;
/** GICR_TYPER.Last. */
const LAST = 1 << 4;

/** First interrupt of field `n` of GICD registers with fields per INTID, NONE if RAZ/WI. */
function interruptAt(vgic: KvmVgic, vcpu: number, intid: number): number {
  if (intid < 32 && vgic.gic === 3) return NONE;
  return vgic.interrupts.indexOf(vcpu, intid);
}

/** How many of the `fields` interrupts from INTID on are implemented. */
function countFrom(vgic: KvmVgic, intid: number, fields: number): number {
  return Math.min(fields, vgic.interrupts.intids - intid);
}

type ReadRange = (registers: InterruptRegisters, first: number, count: number) => number;
type WriteRange = (
  registers: InterruptRegisters,
  vcpu: number,
  first: number,
  count: number,
  value: number,
) => void;

/**
 * A register with fields per INTID: of GICD by number, of GICR by redistributor. Where bytes are
 * accessed, the number is the byte's, and one byte is one interrupt.
 */
function perInterrupt(
  gicd: number,
  gicr: number,
  read: ReadRange,
  write: WriteRange | undefined,
): void {
  const fields = registers[gicd].interruptsPerRegister;
  reads[gicd] = (vgic, vcpu, index, size) => {
    const perAccess = size === 1 ? 1 : fields;
    const intid = index * perAccess;
    const first = interruptAt(vgic, vcpu, intid);
    if (first === NONE) return 0;
    return read(vgic.interruptRegisters, first, countFrom(vgic, intid, perAccess));
  };
  if (write) {
    writes[gicd] = (vgic, vcpu, index, size, low) => {
      const perAccess = size === 1 ? 1 : fields;
      const intid = index * perAccess;
      const first = interruptAt(vgic, vcpu, intid);
      if (first === NONE) return;
      write(vgic.interruptRegisters, vcpu, first, countFrom(vgic, intid, perAccess), low);
    };
  }
  reads[gicr] = (vgic, _vcpu, index, size, aux) => {
    const perAccess = size === 1 ? 1 : fields;
    return read(vgic.interruptRegisters, aux * 32 + index * perAccess, perAccess);
  };
  if (write) {
    writes[gicr] = (vgic, vcpu, index, size, low, _high, aux) => {
      const perAccess = size === 1 ? 1 : fields;
      const first = aux * 32 + index * perAccess;
      write(vgic.interruptRegisters, vcpu, first, perAccess, low);
    };
  }
}

perInterrupt(
  Register.GICD_IGROUPR,
  Register.GICR_IGROUPR0,
  (r, first, count) => r.readBits(first, count, Irq.Group1),
  (r, _vcpu, first, count, value) => r.writeIgroupr(first, count, value),
);
perInterrupt(
  Register.GICD_ISENABLER,
  Register.GICR_ISENABLER0,
  (r, first, count) => r.readBits(first, count, Irq.Enabled),
  (r, _vcpu, first, count, value) => r.writeIsenabler(first, count, value),
);
perInterrupt(
  Register.GICD_ICENABLER,
  Register.GICR_ICENABLER0,
  (r, first, count) => r.readBits(first, count, Irq.Enabled),
  (r, _vcpu, first, count, value) => r.writeIcenabler(first, count, value),
);
perInterrupt(
  Register.GICD_ISPENDR,
  Register.GICR_ISPENDR0,
  (r, first, count) => r.readPending(first, count),
  (r, _vcpu, first, count, value) => r.writeIspendr(first, count, value),
);
perInterrupt(
  Register.GICD_ICPENDR,
  Register.GICR_ICPENDR0,
  (r, first, count) => r.readPending(first, count),
  (r, _vcpu, first, count, value) => r.writeIcpendr(first, count, value),
);
perInterrupt(
  Register.GICD_ISACTIVER,
  Register.GICR_ISACTIVER0,
  (r, first, count) => r.readActive(first, count),
  (r, vcpu, first, count, value) => r.writeIsactiver(vcpu, first, count, value),
);
perInterrupt(
  Register.GICD_ICACTIVER,
  Register.GICR_ICACTIVER0,
  (r, first, count) => r.readActive(first, count),
  (r, vcpu, first, count, value) => r.writeIcactiver(vcpu, first, count, value),
);
perInterrupt(
  Register.GICD_IPRIORITYR,
  Register.GICR_IPRIORITYR,
  (r, first, count) => r.readPriority(first, count),
  (r, _vcpu, first, count, value) => r.writePriority(first, count, value),
);
perInterrupt(
  Register.GICD_ICFGR,
  Register.GICR_ICFGR,
  (r, first, count) => r.readIcfgr(first, count),
  (r, _vcpu, first, count, value) => r.writeIcfgr(first, count, value),
);

/** The interrupt of the first byte of an ITARGETSR access, NONE where there is no ITARGETSR. */
function targetsAt(vgic: KvmVgic, vcpu: number, intid: number): number {
  const isUniprocessor = vgic.vcpus === 1 && vgic.repairs.ignoresUniprocessorTargets;
  return vgic.gic === 3 || isUniprocessor ? NONE : vgic.interrupts.indexOf(vcpu, intid);
}
reads[Register.GICD_ITARGETSR] = (vgic, vcpu, index, size) => {
  const first = targetsAt(vgic, vcpu, index * size);
  return first === NONE ? 0 : vgic.routing.readTargets(first, size);
};
writes[Register.GICD_ITARGETSR] = (vgic, vcpu, index, size, low) => {
  const first = targetsAt(vgic, vcpu, index * size);
  if (first !== NONE) vgic.routing.writeTargets(first, size, low);
};

reads[Register.GICD_CTLR] = ({ gic, interrupts, repairs }) => {
  const { enabledGroups } = interrupts;
  const bit = gic === 2 ? ENABLE_V2 : ENABLE_V3;
  return (
    (gic === 2 ? 0 : CTLR_V3) | (repairs.separatesGroups ? enabledGroups : enabledGroups & bit)
  );
};
writes[Register.GICD_CTLR] = (vgic, _vcpu, _index, _size, low) => {
  const isOn = (low & (vgic.gic === 2 ? ENABLE_V2 : ENABLE_V3)) !== 0;
  vgic.enableGroups(vgic.repairs.separatesGroups ? low & BOTH_GROUPS : isOn ? BOTH_GROUPS : 0);
};
reads[Register.GICD_TYPER] = ({ gic, machine, repairs, vcpus }) => {
  const lines = Math.ceil(machine.spis / 32);
  if (gic === 2) return lines | ((vcpus - 1) << 5);
  const isFixed = repairs.routesOneOfN && !machine.oneOfN;
  return lines | TYPER_V3 | (isFixed ? NO_1N : 0) | (repairs.comparesAffinity3 ? A3V : 0);
};
reads[Register.GICD_IIDR] = () => GICD_IIDR;
reads[Register.GICD_ICPIDR2] = ({ repairs }) => (repairs.hasRevision ? PIDR2_V2 : 0);
reads[Register.GICD_PIDR2] = () => PIDR2_V3;

writes[Register.GICD_SGIR] = (vgic, vcpu, _index, _size, low) => {
  if (vgic.gic === 2) vgic.softwareGenerated.writeSgir(vcpu, low);
};
for (const register of [Register.GICD_SPENDSGIR, Register.GICD_CPENDSGIR]) {
  reads[register] = (vgic, vcpu, index, size) =>
    vgic.gic === 2 ? vgic.softwareGenerated.readSources(vcpu, index * size, size) : 0;
}
writes[Register.GICD_SPENDSGIR] = (vgic, vcpu, index, size, low) => {
  if (vgic.gic === 2) vgic.softwareGenerated.setSources(vcpu, index * size, size, low);
};
writes[Register.GICD_CPENDSGIR] = (vgic, vcpu, index, size, low) => {
  if (vgic.gic === 2) vgic.softwareGenerated.clearSources(vcpu, index * size, size, low);
};

reads[Register.GICD_IROUTER] = (vgic, _vcpu, index, size, aux) => {
  if (index < 32 || index >= vgic.interrupts.intids) return 0;
  const irq = vgic.interrupts.indexOf(0, index);
  const high = vgic.routing.readRouterHigh(irq);
  if (size === 4 && aux !== 0) return high;
  if (size === 8) vgic.high = high;
  return vgic.routing.readRouter(irq);
};
writes[Register.GICD_IROUTER] = (vgic, _vcpu, index, size, low, high, aux) => {
  if (index < 32 || index >= vgic.interrupts.intids) return;
  const irq = vgic.interrupts.indexOf(0, index);
  const { routing } = vgic;
  if (size === 8) routing.writeRouter(irq, low, high);
  else if (aux === 0) {
    routing.writeRouter(irq, low, routing.readRouterHigh(irq));
  } else routing.writeRouter(irq, routing.readRouter(irq), low);
};

writes[Register.ICC_SGI0R_EL1] = (vgic, vcpu, _index, _size, low, high) =>
  vgic.softwareGenerated.writeSgiR(vcpu, low, high, false);
writes[Register.ICC_SGI1R_EL1] = (vgic, vcpu, _index, _size, low, high) =>
  vgic.softwareGenerated.writeSgiR(vcpu, low, high, true);

reads[Register.GICR_CTLR] = () => GICR_CTLR;
reads[Register.GICR_IIDR] = () => GICR_IIDR;
reads[Register.GICR_PIDR2] = () => PIDR2_V3;
reads[Register.GICR_TYPER] = (vgic, _vcpu, _index, size, aux) => {
  if (size === 8) vgic.high = aux;
  return (aux << 8) | (aux === vgic.vcpus - 1 ? LAST : 0);
};
