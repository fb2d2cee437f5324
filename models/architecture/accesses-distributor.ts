import { reads, writes } from './accesses';
import { IIDR, PIDR2 } from './distributor';
import type { ArchitectureGic } from './gic';
import type { InterruptRegisters } from './interrupt-registers';
import { Register } from './registers';

/** Distributor and redistributor registers by id. Loaded for its effect on `reads` and `writes`. */

type ReadWord = (registers: InterruptRegisters, word: number) => number;
type WriteWord = (registers: InterruptRegisters, word: number, value: number) => void;

/** A bitmap register: GICD_<name><n> by number, GICR_<name>0 by redistributor. */
function bitmap(gicd: number, gicr: number, read: ReadWord, write: WriteWord): void {
  reads[gicd] = (gic, vcpu, index) => {
    const word = gic.distributor.wordOf(vcpu, index);
    return word < 0 ? 0 : read(gic.interruptRegisters, word);
  };
  writes[gicd] = (gic, vcpu, index, _size, low) => {
    const word = gic.distributor.wordOf(vcpu, index);
    if (word >= 0) write(gic.interruptRegisters, word, low);
  };
  reads[gicr] = (gic, _vcpu, _index, _size, aux) => read(gic.interruptRegisters, aux);
  writes[gicr] = (gic, _vcpu, _index, _size, low, _high, aux) =>
    write(gic.interruptRegisters, aux, low);
}

bitmap(
  Register.GICD_IGROUPR,
  Register.GICR_IGROUPR0,
  (r, word) => r.readIgroupr(word),
  (r, word, value) => r.writeIgroupr(word, value),
);
bitmap(
  Register.GICD_ISENABLER,
  Register.GICR_ISENABLER0,
  (r, word) => r.readEnable(word),
  (r, word, value) => r.writeIsenabler(word, value),
);
bitmap(
  Register.GICD_ICENABLER,
  Register.GICR_ICENABLER0,
  (r, word) => r.readEnable(word),
  (r, word, value) => r.writeIcenabler(word, value),
);
bitmap(
  Register.GICD_ISPENDR,
  Register.GICR_ISPENDR0,
  (r, word) => r.readPending(word),
  (r, word, value) => r.writeIspendr(word, value),
);
bitmap(
  Register.GICD_ICPENDR,
  Register.GICR_ICPENDR0,
  (r, word) => r.readPending(word),
  (r, word, value) => r.writeIcpendr(word, value),
);
bitmap(
  Register.GICD_ISACTIVER,
  Register.GICR_ISACTIVER0,
  (r, word) => r.readActive(word),
  (r, word, value) => r.writeIsactiver(word, value),
);
bitmap(
  Register.GICD_ICACTIVER,
  Register.GICR_ICACTIVER0,
  (r, word) => r.readActive(word),
  (r, word, value) => r.writeIcactiver(word, value),
);

/** IPRIORITYR of a word; `index` counts bytes with size 1, registers otherwise. */
function readPriority(gic: ArchitectureGic, word: number, index: number, size: number): number {
  if (word < 0) return 0;
  if (size === 1) return gic.interruptRegisters.readPriorityByte(word, index & 31);
  return gic.interruptRegisters.readIpriorityr(word, index & 7);
}

function writePriority(
  gic: ArchitectureGic,
  word: number,
  index: number,
  size: number,
  value: number,
): void {
  if (word < 0) return;
  if (size === 1) gic.interruptRegisters.writePriorityByte(word, index & 31, value & 0xff);
  else gic.interruptRegisters.writeIpriorityr(word, index & 7, value);
}

reads[Register.GICD_IPRIORITYR] = (gic, vcpu, index, size) =>
  readPriority(gic, gic.distributor.wordOf(vcpu, index >> (size === 1 ? 5 : 3)), index, size);
writes[Register.GICD_IPRIORITYR] = (gic, vcpu, index, size, low) =>
  writePriority(gic, gic.distributor.wordOf(vcpu, index >> (size === 1 ? 5 : 3)), index, size, low);
reads[Register.GICR_IPRIORITYR] = (gic, _vcpu, index, size, aux) =>
  readPriority(gic, aux, index, size);
writes[Register.GICR_IPRIORITYR] = (gic, _vcpu, index, size, low, _high, aux) =>
  writePriority(gic, aux, index, size, low);

reads[Register.GICD_ICFGR] = (gic, vcpu, index) => {
  const word = gic.distributor.wordOf(vcpu, index >> 1);
  return word < 0 ? 0 : gic.interruptRegisters.readIcfgr(word, index & 1);
};
writes[Register.GICD_ICFGR] = (gic, vcpu, index, _size, low) => {
  const word = gic.distributor.wordOf(vcpu, index >> 1);
  if (word >= 0) gic.interruptRegisters.writeIcfgr(word, index & 1, low);
};
reads[Register.GICR_ICFGR] = (gic, _vcpu, index, _size, aux) =>
  gic.interruptRegisters.readIcfgr(aux, index & 1);
writes[Register.GICR_ICFGR] = (gic, _vcpu, index, _size, low, _high, aux) =>
  gic.interruptRegisters.writeIcfgr(aux, index & 1, low);

reads[Register.GICD_CTLR] = (gic) => gic.distributor.readCtlr();
writes[Register.GICD_CTLR] = (gic, _vcpu, _index, _size, low) => gic.distributor.writeCtlr(low);
reads[Register.GICD_TYPER] = (gic) => gic.distributor.readTyper();
reads[Register.GICD_IIDR] = () => IIDR;
reads[Register.GICD_ICPIDR2] = () => PIDR2[2];
reads[Register.GICD_PIDR2] = () => PIDR2[3];

reads[Register.GICD_ITARGETSR] = (gic, vcpu, index, size) =>
  size === 1
    ? gic.distributor.readTargetsByte(vcpu, index)
    : gic.distributor.readItargetsr(vcpu, index);
writes[Register.GICD_ITARGETSR] = (gic, _vcpu, index, size, low) => {
  if (size === 1) gic.distributor.writeTargetsByte(index, low & 0xff);
  else gic.distributor.writeItargetsr(index, low);
};

reads[Register.GICD_IROUTER] = (gic, _vcpu, index, size, aux) => {
  const { distributor } = gic;
  if (size === 4)
    return aux ? distributor.readIrouterHigh(index) : distributor.readIrouterLow(index);
  gic.high = distributor.readIrouterHigh(index);
  return distributor.readIrouterLow(index);
};
writes[Register.GICD_IROUTER] = (gic, _vcpu, index, size, low, high, aux) => {
  const { distributor } = gic;
  if (size !== 4) distributor.writeIrouter(index, low, high);
  else if (aux) distributor.writeIrouter(index, distributor.readIrouterLow(index), low);
  else distributor.writeIrouter(index, low, distributor.readIrouterHigh(index));
};

writes[Register.GICD_SGIR] = (gic, vcpu, _index, _size, low) => {
  if (gic.version === 2) gic.softwareGenerated.writeSgir(vcpu, low);
};
for (const register of [Register.GICD_SPENDSGIR, Register.GICD_CPENDSGIR]) {
  reads[register] = (gic, vcpu, index, size) => {
    if (index >= (size === 1 ? 16 : 4)) return 0;
    if (size === 1) return gic.softwareGenerated.readSourcesByte(vcpu, index);
    return gic.softwareGenerated.readSources(vcpu, index);
  };
  const set = register === Register.GICD_SPENDSGIR;
  writes[register] = (gic, vcpu, index, size, low) => {
    if (gic.version !== 2) return;
    const bytes = size === 1 ? 1 : 4;
    for (let byte = 0; byte < bytes && index * bytes + byte < 16; byte++) {
      const sources = (low >>> (byte * 8)) & 0xff;
      if (set) gic.softwareGenerated.setSources(vcpu, index * bytes + byte, sources);
      else gic.softwareGenerated.clearSources(vcpu, index * bytes + byte, sources);
    }
  };
}

reads[Register.GICR_IIDR] = () => IIDR;
reads[Register.GICR_PIDR2] = () => PIDR2[3];
reads[Register.GICR_TYPER] = (gic, _vcpu, _index, size, aux) => {
  if (size === 8) gic.high = gic.redistributor.readTyperHigh(aux);
  return gic.redistributor.readTyperLow(aux);
};
reads[Register.GICR_WAKER] = (gic, _vcpu, _index, _size, aux) => gic.redistributor.readWaker(aux);
writes[Register.GICR_WAKER] = (gic, _vcpu, _index, _size, low, _high, aux) =>
  gic.redistributor.writeWaker(aux, low);
