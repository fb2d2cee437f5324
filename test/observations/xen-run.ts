import type { Implementation } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { XenScenario } from './xen-words';
import { Player, parseWord } from './steps';

/**
 * The machine of the measurements: dom0 with 288 interrupts (256 SPIs), all level at the start. The
 * device of SPI 34 is assigned to it.
 */
export function xenMachine(gic: 2 | 3, vcpus: number): Machine {
  return {
    gic,
    vcpus,
    listRegisters: 4,
    priorityBits: 5,
    preemptionBits: 5,
    spis: 256,
    level: Array.from({ length: 272 }, (_, i) => 16 + i),
    hardware: [34],
    oneOfN: false,
  };
}

/** What the probe did before its lines: everything on, SGIs enabled, priorities 0xa0. */
function setup(gic: 2 | 3, vcpu: number): string[] {
  const words: string[] = [];
  if (gic === 2) words.push('wr:GICD_CTLR=1', 'wr:GICC_PMR=ff', 'wr:GICC_CTLR=1');
  else words.push('wr:GICD_CTLR=12', 'wr:ICC_PMR_EL1=ff', 'wr:ICC_IGRPEN1_EL1=1');
  for (let intid = 0; intid < 16; intid++) words.push(`prio:${intid}=a0`);
  words.push('prio:34=a0', 'prio:200=a0');
  if (vcpu === 0) words.push('target:34>0', 'en:34');
  words.push(`wr:${gic === 2 ? 'GICD' : 'GICR'}_ISENABLER0=ffff`);
  return words.map((word) => `${word}@${vcpu}`);
}

/** What stands for a value that is not compared. */
export const LEFT = '…';

/** What a scenario shows, in the form of the measured values. */
export function runXen(
  implementation: Implementation,
  gic: 2 | 3,
  vcpus: number,
  scenario: XenScenario,
  all: readonly XenScenario[],
): string[] {
  const machine = xenMachine(gic, vcpus);
  const system = implementation.create(machine);
  system.reset();
  const player = new Player(system, machine);
  for (let v = 0; v < vcpus; v++) setup(gic, v).forEach((word) => play(player, word, true));
  for (const label of scenario.after ?? []) {
    const before = all.find((other) => other.label === label)!;
    split(before.words).forEach((word) => play(player, word, true));
  }
  return split(scenario.words).flatMap((word) => play(player, word, scenario.reads === true));
}

function split(words: string): string[] {
  return words.split(/\s+/).filter(Boolean);
}

/** A word, or `|`, `leave`, `bar` (a trapped read of GICD_IIDR). */
function play(player: Player, text: string, onlyReads: boolean): string[] {
  if (text === '|') return ['|'];
  if (text === 'leave') return [LEFT];
  const word = parseWord(text.replace(/^~/, '').replace(/^bar/, 'rd:GICD_IIDR'));
  const shown = player.play(word);
  if (text.startsWith('~')) return [];
  if (shown.length > 0) return shown.map(({ value }) => value);
  return onlyReads ? [] : ['0x0'];
}
