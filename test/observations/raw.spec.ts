import type { Implementation, System } from '../../models/contract/implementation';
import type { Machine } from '../../models/contract/machine';
import { Outcome } from '../../models/contract/observation';
import { architecturalHardware } from '../../models/architecture/guest-system';
import { kvmVgic } from '../../models/kvm-vgic/kvm-vgic';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import { xenVgic } from '../../models/xen-vgic/xen-vgic';
import type { RawLine } from './raw-lines';
import { readRaw } from './raw-lines';

/**
 * Accesses of any size at any offset, against what the real targets showed (data/*-raw.txt): vCPU 0 of
 * two. All four offsets of a word follow each other in one workload: first the reads, then writes of
 * `LOW` (8 bytes: and `HIGH`), each with the word read back.
 *
 * Left out: GICR_PROPBASER of KVM, which keeps what is written even without LPIs.
 */
const LOW = 0x5a3c96e1;
const HIGH = 0x07a5c3f1;
const sizes = [1, 2, 4, 8];

const hardware = qemuHardware;
const repairs: string[] = [];
const xen = (version: '4.17' | '4.20') => xenVgic({ version, repairs, hardware, domain: 'other' });
const kvm = (era: 'old' | 'new') => kvmVgic({ era, repairs, hardware, timers: [27, 30] });
const targets: [string, 2 | 3, Implementation][] = [
  ['xen-4.17', 2, xen('4.17')],
  ['xen-4.17', 3, xen('4.17')],
  ['xen-4.20', 2, xen('4.20')],
  ['xen-4.20', 3, xen('4.20')],
  ['kvm-6.1', 2, kvm('old')],
  ['kvm-6.1', 3, kvm('old')],
  ['kvm-7.2', 2, kvm('new')],
  ['kvm-7.2', 3, kvm('new')],
];

const hex = (value: number): string => (value >>> 0).toString(16);

class Prober {
  private readonly system: System;

  constructor(implementation: Implementation, gic: 2 | 3) {
    const machine: Machine = {
      gic,
      vcpus: 2,
      listRegisters: 4,
      priorityBits: 5,
      preemptionBits: 5,
      spis: 64,
      level: Array.from({ length: 16 }, (_, n) => 16 + n),
      hardware: [],
      oneOfN: false,
    };
    this.system = implementation.create(machine);
  }

  start(lines: readonly RawLine[]): void {
    this.system.reset();
    for (const line of lines) {
      if (line.kind === 'set') this.system.rawWrite(0, line.frame, line.offset, 4, line.value, 0);
    }
  }

  read(frame: number, offset: number, size: number): string {
    const low = this.system.rawRead(0, frame, offset, size);
    const { high, outcome } = this.system;
    if (outcome === Outcome.Abort) return 'A';
    return size === 8 && high !== 0 ? hex(high) + hex(low).padStart(8, '0') : hex(low);
  }

  write(frame: number, offset: number, size: number): string {
    const value = size === 1 ? LOW & 0xff : size === 2 ? LOW & 0xffff : LOW;
    this.system.rawWrite(0, frame, offset, size, value, size === 8 ? HIGH : 0);
    return this.system.outcome === Outcome.Abort ? 'A' : 'ok';
  }

  /** The line as this system shows it. */
  show(line: RawLine): string {
    const [verb, frameName, ...rest] = line.text.split(' ');
    const { frame } = line;
    switch (line.kind) {
      case 'set':
        return line.text;
      case 'read': {
        const shown = sizes.map((size) => this.read(frame, line.offset, size));
        return [verb, frameName, rest[0], ...shown].join(' ');
      }
      case 'write': {
        const shown = sizes.map((size) => {
          const outcome = this.write(frame, line.offset, size);
          return `${outcome}>${this.read(frame, line.offset & ~3, 4)}`;
        });
        return [verb, frameName, rest[0], ...shown].join(' ');
      }
      default: {
        const { first, last } = line;
        const isRead = line.kind === 'readable';
        for (let offset = first; offset <= last; offset++) {
          const accepted = sizes.filter((size) => {
            const shown = isRead
              ? this.read(frame, offset, size)
              : this.writeZero(frame, offset, size);
            return shown !== 'A';
          });
          if (accepted.join() !== line.sizes.join()) return `${line.text}: ${hex(offset)}`;
        }
        return line.text;
      }
    }
  }

  private writeZero(frame: number, offset: number, size: number): string {
    this.system.rawWrite(0, frame, offset, size, 0, 0);
    return this.system.outcome === Outcome.Abort ? 'A' : 'ok';
  }
}

/** Lines that belong to one workload: those of a word. */
function workloads(lines: readonly RawLine[]): RawLine[][] {
  const groups = new Map<string, RawLine[]>();
  for (const line of lines) {
    if (line.kind === 'set') continue;
    const isValue = line.kind === 'read' || line.kind === 'write';
    const key = isValue ? `${line.frame} ${line.offset & ~3}` : line.text;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

describe.each(targets)('raw accesses of %s, GICv%i', (name, gic, implementation) => {
  const lines = readRaw(`${name}-gicv${gic}-raw`).filter(
    ({ text }) => !(name.startsWith('kvm') && / GICR 7[0-3] /.test(text)),
  );

  it('are answered as the real target answered', () => {
    const prober = new Prober(implementation, gic);
    const shown = workloads(lines).flatMap((group) => {
      prober.start(lines);
      return group.map((line) => prober.show(line));
    });
    expect(shown).toEqual(workloads(lines).flatMap((group) => group.map(({ text }) => text)));
  });
});

it("QEMU's GICV cuts accesses into pieces, which the architecture's list registers do not", () => {
  const onArchitecture = kvmVgic({ era: 'new', repairs, hardware: architecturalHardware });
  const prober = new Prober(onArchitecture, 2);
  prober.start(readRaw('kvm-7.2-gicv2-raw'));
  // GICC_PMR as a byte, and across GICC_PMR.
  expect([prober.read(2, 4, 1), prober.read(2, 2, 4)]).toEqual(['0', '0']);
});
