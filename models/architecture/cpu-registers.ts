import type { CpuInterfaceV2 } from './cpu-interface-v2';
import type { CpuInterfaceV3 } from './cpu-interface-v3';

/** What a CPU interface register does, whoever owns the interface: GICC or GICV, ICC or ICV. */
export interface CpuRegister<T> {
  /** The name behind the prefix: `IAR`, `IAR0_EL1`. */
  name: string;
  read?: (cpu: T) => number;
  write?: (cpu: T, low: number) => void;
  /** Reading has effects. */
  effective?: true;
}

/** GICC_* and GICV_*. */
export const registersV2: readonly CpuRegister<CpuInterfaceV2>[] = [
  { name: 'CTLR', read: (c) => c.readCtlr(), write: (c, low) => c.writeCtlr(low) },
  { name: 'PMR', read: (c) => c.priority.pmr, write: (c, low) => c.priority.writePmr(low) },
  { name: 'BPR', read: (c) => c.priority.bpr0, write: (c, low) => c.priority.writeBpr0(low) },
  {
    name: 'ABPR',
    read: (c) => c.priority.readBpr1(),
    write: (c, low) => c.priority.writeBpr1(low),
  },
  { name: 'IAR', read: (c) => c.readIar(), effective: true },
  { name: 'AIAR', read: (c) => c.readAiar(), effective: true },
  { name: 'RPR', read: (c) => c.priority.readRpr() },
  { name: 'HPPIR', read: (c) => c.readHppir() },
  { name: 'AHPPIR', read: (c) => c.readAhppir() },
  { name: 'EOIR', write: (c, low) => c.writeEoir(low) },
  { name: 'AEOIR', write: (c, low) => c.writeAeoir(low) },
  { name: 'DIR', write: (c, low) => c.writeDir(low) },
];

/** ICC_*_EL1 and ICV_*_EL1, without the active priorities, which are arrays. */
export const registersV3: readonly CpuRegister<CpuInterfaceV3>[] = [
  { name: 'CTLR_EL1', read: (c) => c.readCtlr(), write: (c, low) => c.writeCtlr(low) },
  { name: 'PMR_EL1', read: (c) => c.priority.pmr, write: (c, low) => c.priority.writePmr(low) },
  { name: 'BPR0_EL1', read: (c) => c.priority.bpr0, write: (c, low) => c.priority.writeBpr0(low) },
  {
    name: 'BPR1_EL1',
    read: (c) => c.priority.readBpr1(),
    write: (c, low) => c.priority.writeBpr1(low),
  },
  { name: 'IAR0_EL1', read: (c) => c.readIar(0), effective: true },
  { name: 'IAR1_EL1', read: (c) => c.readIar(1), effective: true },
  { name: 'HPPIR0_EL1', read: (c) => c.readHppir(0) },
  { name: 'HPPIR1_EL1', read: (c) => c.readHppir(1) },
  { name: 'RPR_EL1', read: (c) => c.priority.readRpr() },
  { name: 'EOIR0_EL1', write: (c, low) => c.writeEoir(0, low) },
  { name: 'EOIR1_EL1', write: (c, low) => c.writeEoir(1, low) },
  { name: 'DIR_EL1', write: (c, low) => c.writeDir(low) },
  { name: 'IGRPEN0_EL1', read: (c) => c.readIgrpen(0), write: (c, low) => c.writeIgrpen(0, low) },
  { name: 'IGRPEN1_EL1', read: (c) => c.readIgrpen(1), write: (c, low) => c.writeIgrpen(1, low) },
];
