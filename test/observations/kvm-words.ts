/**
 * A line of an observation file as words. The scripts that drove the measuring program are not kept:
 * a line records its title, its reads in order and some remarks, and the words supply the writes.
 * Where the title does not say which write came between two reads, it is inferred; a wrong guess
 * shows as a difference only if it matters to a value.
 */
export interface KvmScenario {
  title: string;
  words: string;
  /** EOImode 1 from the start. */
  em1?: true;
  /** 2 by default. */
  vcpus?: number;
  /** Why the values under `leave:NAME` are not compared. */
  left?: string;
}

export const em1 = true;

/** The words of each number below `count`, one after the other. */
export function times(count: number, words: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => words(index)).join(' ');
}

/** Write of GICC_<name>, or of its counterpart for Group 1. */
export function setCpu(gic: 2 | 3, name: 'PMR' | 'BPR', value: string): string {
  const v3 = name === 'PMR' ? 'ICC_PMR_EL1' : 'ICC_BPR1_EL1';
  return `wr:${gic === 2 ? `GICC_${name}` : v3}=${value}`;
}

/** The distributor off or on. */
export function gate(gic: 2 | 3, on: 0 | 1): string {
  return `wr:GICD_CTLR=${on === 0 ? '0' : gic === 2 ? '1' : '12'}`;
}

/** The group of the probe's interrupts in the CPU interface off or on. */
export function setGroupEnable(gic: 2 | 3, on: 0 | 1): string {
  return `wr:${gic === 2 ? 'GICC_CTLR' : 'ICC_IGRPEN1_EL1'}=${on}`;
}

/** What the probe does first on a vCPU: everything on, priorities 0x80, SPIs to vCPU 0. */
export function setup(gic: 2 | 3, vcpu: number, split: boolean): string {
  const words: string[] = [];
  if (gic === 2) {
    words.push('wr:GICD_CTLR=1', 'wr:GICC_PMR=ff', `wr:GICC_CTLR=${split ? '201' : '1'}`);
    for (let n = 0; n < 8; n++) words.push(`wr:GICD_IPRIORITYR${n}=80808080`);
  } else {
    words.push('wr:ICC_SRE_EL1=7', 'wr:GICD_CTLR=12', 'wr:ICC_PMR_EL1=ff');
    words.push(`wr:ICC_CTLR_EL1=${split ? '2' : '0'}`, 'wr:ICC_IGRPEN1_EL1=1');
    words.push('wr:GICR_IGROUPR0=ffffffff');
    for (let n = 0; n < 8; n++) words.push(`wr:GICR_IPRIORITYR${n}=80808080`);
  }
  words.push(`wr:${gic === 2 ? 'GICD' : 'GICR'}_ISENABLER0=ffffffff`);
  if (vcpu === 0) {
    for (let n = 8; n < 24; n++) words.push(`wr:GICD_IPRIORITYR${n}=80808080`);
    for (let n = 8; n < 24 && gic === 2; n++) words.push(`wr:GICD_ITARGETSR${n}=1010101`);
    if (gic === 3) words.push('wr:GICD_IGROUPR1=ffffffff', 'wr:GICD_IGROUPR2=ffffffff');
    words.push('wr:GICD_ISENABLER1=ffffffff', 'wr:GICD_ISENABLER2=ffffffff');
  }
  return words.map((word) => `${word}@${vcpu}`).join(' ');
}
