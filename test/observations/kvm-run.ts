import type { Implementation } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import type { KvmScenario } from './kvm-words';
import { setup } from './kvm-words';
import type { Shown, Word } from './steps';
import { Player, parseWord } from './steps';

/** The machine of the measurements: 96 interrupts (64 SPIs), 4 list registers; PPIs are level. */
export function kvmMachine(gic: 2 | 3, vcpus: number): Machine {
  return {
    gic,
    vcpus,
    listRegisters: 4,
    priorityBits: 5,
    preemptionBits: 5,
    spis: 64,
    level: Array.from({ length: 16 }, (_, i) => 16 + i),
    hardware: [],
    oneOfN: false,
  };
}

/**
 * `batch`: operations of one vCPU in a row run without an exit of their own. `step`: each is a batch.
 * `barrier`: a trapped read follows each.
 */
export type Mode = 'batch' | 'step' | 'barrier';

const barrier = 'rd:GICD_TYPER';

/**
 * The measuring program on one thread: vCPUs are out of the guest until it is their turn. Operations
 * of one vCPU in a row are one batch, at whose end it leaves the guest (C22).
 */
class Turns {
  private running = -1;

  constructor(
    private readonly player: Player,
    private readonly mode: Mode,
  ) {
    for (let v = 0; v < player.machine.vcpus; v++) player.system.exit(v);
  }

  play(word: Word): Shown[] {
    const isGuest = Player.isGuest(word);
    if (!isGuest || word.vcpu !== this.running) this.end();
    const shown = this.player.play(word);
    if (isGuest) this.running = word.vcpu;
    if (this.mode === 'step') this.end();
    if (this.mode === 'barrier' && isGuest) this.player.play(parseWord(`${barrier}@${word.vcpu}`));
    return shown;
  }

  private end(): void {
    if (this.running >= 0) this.player.system.exit(this.running);
    this.running = -1;
  }
}

/** What a scenario shows, in the form of the measured values; `leave:NAME` shows `…`. */
export function runKvm(
  implementation: Implementation,
  gic: 2 | 3,
  mode: Mode,
  { words, em1, vcpus = 2 }: KvmScenario,
): Shown[] {
  const machine = kvmMachine(gic, vcpus);
  const system = implementation.create(machine);
  system.reset();
  const turns = new Turns(new Player(system, machine), mode);
  for (let v = 0; v < vcpus; v++) {
    for (const text of split(setup(gic, v, em1 === true))) turns.play(parseWord(text));
  }
  const shown: Shown[] = [];
  for (const text of split(words)) {
    if (text.startsWith('«')) shown.push({ name: text, value: '' });
    else if (text.startsWith('leave:')) shown.push({ name: text.slice(6), value: LEFT });
    else shown.push(...turns.play(parseWord(text)));
  }
  return shown;
}

/** Stands for a value that is not compared. */
export const LEFT = '…';

/** Remarks hold blanks. */
function split(words: string): string[] {
  return words.match(/«[^»]*»|\S+/g) ?? [];
}
