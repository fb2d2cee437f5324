import type { Machine } from '../contract/machine';
import { interruptWords } from '../contract/machine';

/** Who a register belongs to. */
export type Side = 'distributor' | 'redistributor' | 'cpu' | 'virtual' | 'hypervisor';

/** Frames of raw accesses, in the numbering of `EncodedWorkload`. */
export const frameNames = ['GICD', 'GICR', 'GICC'] as const;

/** One register, or one array of registers of the same layout. */
export interface RegisterEntry {
  /** The manual's name; `#` stands where the register's number goes. */
  name: string;
  /** GIC versions that have it. */
  gic: readonly (2 | 3)[];
  side: Side;
  /** Memory-mapped registers: frame and offset of register 0. System registers have none. */
  frame?: 'GICD' | 'GICR' | 'GICC' | 'GICV' | 'GICH';
  offset?: number;
  /** Width in bytes: 4 or 8. */
  width: 4 | 8;
  /** Byte accesses are architected (GIC-DIST-001). */
  bytes: boolean;
  access: 'RW' | 'RO' | 'WO';
  /** How many registers the array has, whether or not a machine implements all of them. */
  count: number;
  /** Interrupts per register of arrays that run over INTIDs; 0 for all others. */
  interruptsPerRegister: number;
}

interface Options {
  gic?: readonly (2 | 3)[];
  width?: 4 | 8;
  bytes?: boolean;
  access?: 'RW' | 'RO' | 'WO';
  count?: number;
  per?: number;
}

const entries: RegisterEntry[] = [];

function define(
  side: Side,
  name: string,
  options: Options,
  frame?: RegisterEntry['frame'],
  offset?: number,
): number {
  entries.push({
    name,
    gic: options.gic ?? [2, 3],
    side,
    frame,
    offset,
    width: options.width ?? 4,
    bytes: options.bytes ?? false,
    access: options.access ?? 'RW',
    count: options.count ?? 1,
    interruptsPerRegister: options.per ?? 0,
  });
  return entries.length - 1;
}

const distributor = (name: string, offset: number, options: Options = {}): number =>
  define('distributor', name, options, 'GICD', offset);
const redistributor = (name: string, offset: number, options: Options = {}): number =>
  define('redistributor', name, { gic: [3], ...options }, 'GICR', offset);
const gicc = (name: string, offset: number, options: Options = {}): number =>
  define('cpu', name, { gic: [2], ...options }, 'GICC', offset);
const gicv = (name: string, offset: number, options: Options = {}): number =>
  define('virtual', name, { gic: [2], ...options }, 'GICV', offset);
const gich = (name: string, offset: number, options: Options = {}): number =>
  define('hypervisor', name, { gic: [2], ...options }, 'GICH', offset);
const icc = (name: string, options: Options = {}): number =>
  define('cpu', name, { gic: [3], ...options });
const icv = (name: string, options: Options = {}): number =>
  define('virtual', name, { gic: [3], ...options });
const ich = (name: string, options: Options = {}): number =>
  define('hypervisor', name, { gic: [3], ...options });

const RO = { access: 'RO' } as const;
const WO = { access: 'WO' } as const;

/**
 * Register ids by name (IHI 0048 tables 4-1, 4-2, 5-1; IHI 0069 register summaries). A name is the
 * manual's without `<n>`.
 */
export const Register = {
  GICD_CTLR: distributor('GICD_CTLR', 0x000),
  GICD_TYPER: distributor('GICD_TYPER', 0x004, RO),
  GICD_IIDR: distributor('GICD_IIDR', 0x008, RO),
  GICD_IGROUPR: distributor('GICD_IGROUPR#', 0x080, { count: 32, per: 32 }),
  GICD_ISENABLER: distributor('GICD_ISENABLER#', 0x100, { count: 32, per: 32 }),
  GICD_ICENABLER: distributor('GICD_ICENABLER#', 0x180, { count: 32, per: 32 }),
  GICD_ISPENDR: distributor('GICD_ISPENDR#', 0x200, { count: 32, per: 32 }),
  GICD_ICPENDR: distributor('GICD_ICPENDR#', 0x280, { count: 32, per: 32 }),
  GICD_ISACTIVER: distributor('GICD_ISACTIVER#', 0x300, { count: 32, per: 32 }),
  GICD_ICACTIVER: distributor('GICD_ICACTIVER#', 0x380, { count: 32, per: 32 }),
  GICD_IPRIORITYR: distributor('GICD_IPRIORITYR#', 0x400, { bytes: true, count: 255, per: 4 }),
  GICD_ITARGETSR: distributor('GICD_ITARGETSR#', 0x800, { bytes: true, count: 255, per: 4 }),
  GICD_ICFGR: distributor('GICD_ICFGR#', 0xc00, { count: 64, per: 16 }),
  GICD_SGIR: distributor('GICD_SGIR', 0xf00, WO),
  GICD_CPENDSGIR: distributor('GICD_CPENDSGIR#', 0xf10, { bytes: true, count: 4, per: 4 }),
  GICD_SPENDSGIR: distributor('GICD_SPENDSGIR#', 0xf20, { bytes: true, count: 4, per: 4 }),
  GICD_IROUTER: distributor('GICD_IROUTER#', 0x6000, { gic: [3], width: 8, count: 1020, per: 1 }),
  /** Peripheral ID2: ArchRev in bits [7:4] (ICPIDR2 of GICv2). */
  GICD_ICPIDR2: distributor('GICD_ICPIDR2', 0xfe8, { gic: [2], access: 'RO' }),
  GICD_PIDR2: distributor('GICD_PIDR2', 0xffe8, { gic: [3], access: 'RO' }),

  GICR_CTLR: redistributor('GICR_CTLR', 0x0000),
  GICR_IIDR: redistributor('GICR_IIDR', 0x0004, RO),
  GICR_TYPER: redistributor('GICR_TYPER', 0x0008, { width: 8, access: 'RO' }),
  GICR_WAKER: redistributor('GICR_WAKER', 0x0014),
  GICR_PIDR2: redistributor('GICR_PIDR2', 0xffe8, RO),
  GICR_IGROUPR0: redistributor('GICR_IGROUPR0', 0x10080),
  GICR_ISENABLER0: redistributor('GICR_ISENABLER0', 0x10100),
  GICR_ICENABLER0: redistributor('GICR_ICENABLER0', 0x10180),
  GICR_ISPENDR0: redistributor('GICR_ISPENDR0', 0x10200),
  GICR_ICPENDR0: redistributor('GICR_ICPENDR0', 0x10280),
  GICR_ISACTIVER0: redistributor('GICR_ISACTIVER0', 0x10300),
  GICR_ICACTIVER0: redistributor('GICR_ICACTIVER0', 0x10380),
  GICR_IPRIORITYR: redistributor('GICR_IPRIORITYR#', 0x10400, { bytes: true, count: 8, per: 4 }),
  GICR_ICFGR: redistributor('GICR_ICFGR#', 0x10c00, { count: 2, per: 16 }),

  GICC_CTLR: gicc('GICC_CTLR', 0x00),
  GICC_PMR: gicc('GICC_PMR', 0x04),
  GICC_BPR: gicc('GICC_BPR', 0x08),
  GICC_IAR: gicc('GICC_IAR', 0x0c, RO),
  GICC_EOIR: gicc('GICC_EOIR', 0x10, WO),
  GICC_RPR: gicc('GICC_RPR', 0x14, RO),
  GICC_HPPIR: gicc('GICC_HPPIR', 0x18, RO),
  GICC_ABPR: gicc('GICC_ABPR', 0x1c),
  GICC_AIAR: gicc('GICC_AIAR', 0x20, RO),
  GICC_AEOIR: gicc('GICC_AEOIR', 0x24, WO),
  GICC_AHPPIR: gicc('GICC_AHPPIR', 0x28, RO),
  GICC_DIR: gicc('GICC_DIR', 0x1000, WO),

  GICV_CTLR: gicv('GICV_CTLR', 0x00),
  GICV_PMR: gicv('GICV_PMR', 0x04),
  GICV_BPR: gicv('GICV_BPR', 0x08),
  GICV_IAR: gicv('GICV_IAR', 0x0c, RO),
  GICV_EOIR: gicv('GICV_EOIR', 0x10, WO),
  GICV_RPR: gicv('GICV_RPR', 0x14, RO),
  GICV_HPPIR: gicv('GICV_HPPIR', 0x18, RO),
  GICV_ABPR: gicv('GICV_ABPR', 0x1c),
  GICV_AIAR: gicv('GICV_AIAR', 0x20, RO),
  GICV_AEOIR: gicv('GICV_AEOIR', 0x24, WO),
  GICV_AHPPIR: gicv('GICV_AHPPIR', 0x28, RO),
  GICV_DIR: gicv('GICV_DIR', 0x1000, WO),

  GICH_HCR: gich('GICH_HCR', 0x00),
  GICH_VTR: gich('GICH_VTR', 0x04, RO),
  GICH_VMCR: gich('GICH_VMCR', 0x08),
  GICH_MISR: gich('GICH_MISR', 0x10, RO),
  GICH_EISR: gich('GICH_EISR#', 0x20, { access: 'RO', count: 2 }),
  GICH_ELRSR: gich('GICH_ELRSR#', 0x30, { access: 'RO', count: 2 }),
  GICH_APR: gich('GICH_APR', 0xf0),
  GICH_LR: gich('GICH_LR#', 0x100, { count: 64 }),

  ICC_PMR_EL1: icc('ICC_PMR_EL1'),
  ICC_BPR0_EL1: icc('ICC_BPR0_EL1'),
  ICC_BPR1_EL1: icc('ICC_BPR1_EL1'),
  ICC_IAR0_EL1: icc('ICC_IAR0_EL1', RO),
  ICC_IAR1_EL1: icc('ICC_IAR1_EL1', RO),
  ICC_EOIR0_EL1: icc('ICC_EOIR0_EL1', WO),
  ICC_EOIR1_EL1: icc('ICC_EOIR1_EL1', WO),
  ICC_HPPIR0_EL1: icc('ICC_HPPIR0_EL1', RO),
  ICC_HPPIR1_EL1: icc('ICC_HPPIR1_EL1', RO),
  ICC_RPR_EL1: icc('ICC_RPR_EL1', RO),
  ICC_DIR_EL1: icc('ICC_DIR_EL1', WO),
  ICC_CTLR_EL1: icc('ICC_CTLR_EL1'),
  ICC_IGRPEN0_EL1: icc('ICC_IGRPEN0_EL1'),
  ICC_IGRPEN1_EL1: icc('ICC_IGRPEN1_EL1'),
  ICC_AP0R_EL1: icc('ICC_AP0R#_EL1', { count: 4 }),
  ICC_AP1R_EL1: icc('ICC_AP1R#_EL1', { count: 4 }),
  ICC_SRE_EL1: icc('ICC_SRE_EL1'),
  ICC_SGI0R_EL1: icc('ICC_SGI0R_EL1', { width: 8, access: 'WO' }),
  ICC_SGI1R_EL1: icc('ICC_SGI1R_EL1', { width: 8, access: 'WO' }),

  ICV_PMR_EL1: icv('ICV_PMR_EL1'),
  ICV_BPR0_EL1: icv('ICV_BPR0_EL1'),
  ICV_BPR1_EL1: icv('ICV_BPR1_EL1'),
  ICV_IAR0_EL1: icv('ICV_IAR0_EL1', RO),
  ICV_IAR1_EL1: icv('ICV_IAR1_EL1', RO),
  ICV_EOIR0_EL1: icv('ICV_EOIR0_EL1', WO),
  ICV_EOIR1_EL1: icv('ICV_EOIR1_EL1', WO),
  ICV_HPPIR0_EL1: icv('ICV_HPPIR0_EL1', RO),
  ICV_HPPIR1_EL1: icv('ICV_HPPIR1_EL1', RO),
  ICV_RPR_EL1: icv('ICV_RPR_EL1', RO),
  ICV_DIR_EL1: icv('ICV_DIR_EL1', WO),
  ICV_CTLR_EL1: icv('ICV_CTLR_EL1'),
  ICV_IGRPEN0_EL1: icv('ICV_IGRPEN0_EL1'),
  ICV_IGRPEN1_EL1: icv('ICV_IGRPEN1_EL1'),
  ICV_AP0R_EL1: icv('ICV_AP0R#_EL1', { count: 4 }),
  ICV_AP1R_EL1: icv('ICV_AP1R#_EL1', { count: 4 }),

  ICH_HCR_EL2: ich('ICH_HCR_EL2'),
  ICH_VTR_EL2: ich('ICH_VTR_EL2', RO),
  ICH_VMCR_EL2: ich('ICH_VMCR_EL2'),
  ICH_MISR_EL2: ich('ICH_MISR_EL2', RO),
  ICH_EISR_EL2: ich('ICH_EISR_EL2', RO),
  ICH_ELRSR_EL2: ich('ICH_ELRSR_EL2', RO),
  ICH_AP0R_EL2: ich('ICH_AP0R#_EL2', { count: 4 }),
  ICH_AP1R_EL2: ich('ICH_AP1R#_EL2', { count: 4 }),
  ICH_LR_EL2: ich('ICH_LR#_EL2', { width: 8, count: 16 }),
} as const;

/** The register table; an id is an index into it. */
export const registers: readonly RegisterEntry[] = entries;

/** Full name of one register: `registerName(Register.GICD_ISENABLER, 1)` is `GICD_ISENABLER1`. */
export function registerName(register: number, index: number): string {
  return registers[register].name.replace('#', String(index));
}

let byName: Map<string, { register: number; index: number }> | undefined;

/** The register with this full name, of any GIC version, or nothing. */
export function findRegister(
  name: string,
  gic: 2 | 3,
): { register: number; index: number } | undefined {
  if (!byName) {
    byName = new Map();
    for (let register = 0; register < registers.length; register++) {
      for (let index = 0; index < registers[register].count; index++) {
        byName.set(registerName(register, index), { register, index });
      }
    }
  }
  const found = byName.get(name);
  return found && registers[found.register].gic.includes(gic) ? found : undefined;
}

/** The register at an offset of a frame, and the byte within it, or nothing where it is reserved. */
export function registerAt(
  gic: 2 | 3,
  frame: number,
  offset: number,
): { register: number; index: number; byte: number } | undefined {
  const frameName = frameNames[frame];
  for (let register = 0; register < registers.length; register++) {
    const entry = registers[register];
    if (entry.frame !== frameName || entry.offset === undefined) continue;
    const relative = offset - entry.offset;
    // GICD_IROUTER starts at INTID 0 of its array, of which the first 32 are reserved.
    if (relative < 0 || relative >= entry.count * entry.width || !entry.gic.includes(gic)) continue;
    return { register, index: Math.floor(relative / entry.width), byte: relative % entry.width };
  }
  return undefined;
}

/** How many registers of an array a machine implements (fields beyond are RAZ/WI, GIC-DIST-004). */
export function implementedCount(machine: Machine, register: number): number {
  const entry = registers[register];
  if (entry.side === 'distributor' && entry.interruptsPerRegister > 0 && entry.count > 4) {
    const intids = Math.min(32 * interruptWords(machine), 1020);
    return Math.min(entry.count, Math.ceil(intids / entry.interruptsPerRegister));
  }
  switch (register) {
    case Register.GICH_LR:
    case Register.ICH_LR_EL2:
      return Math.min(entry.count, machine.listRegisters);
    case Register.ICC_AP0R_EL1:
    case Register.ICC_AP1R_EL1:
    case Register.ICV_AP0R_EL1:
    case Register.ICV_AP1R_EL1:
    case Register.ICH_AP0R_EL2:
    case Register.ICH_AP1R_EL2:
      return 1 << (machine.preemptionBits - 5);
    default:
      return entry.count;
  }
}
