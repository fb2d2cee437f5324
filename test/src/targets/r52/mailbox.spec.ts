import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QemuProcess } from '../../../../src/targets/qemu-process';
import {
  Batch,
  Mailbox,
  MAX_OPERATIONS,
  Operation,
  Results,
  Shown,
} from '../../../../src/targets/r52/mailbox';

const header = readFileSync(
  join(__dirname, '../../../../src/targets/r52/probe/probe.h'),
  'utf8',
).replace(/\/\*[^]*?\*\//g, '');

const access = readFileSync(join(__dirname, '../../../../src/targets/r52/probe/access.c'), 'utf8');

/** The members of an enumeration of probe.h, each one more than the one before it. */
function enumeration(name: string): Record<string, number> {
  const [, body] = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(header)!;
  const members: Record<string, number> = {};
  let next = 0;
  for (const member of body.split(',')) {
    const [, word, value] = /(\w+)(?: = (\d+))?/.exec(member)!;
    members[word] = value === undefined ? next : Number(value);
    next = members[word] + 1;
  }
  return members;
}

const capitals = (name: string): string =>
  name
    .replace(/OfStage/, '_')
    .replace(/^Fault_/, 'FAULT_')
    .toUpperCase();

/** Memory with a probe in it: it answers each operation with its own words, in another order. */
class FakeProcess {
  readonly memory = Buffer.alloc(0x300000);
  answered = true;

  read(into: Uint8Array, offset: number): void {
    into.set(this.memory.subarray(offset, offset + into.length));
  }

  write(from: Uint8Array, offset: number): void {
    this.memory.set(from, offset);
  }

  ring(): void {
    const count = this.memory.readUInt32LE(12);
    for (let n = 0; n < count; n++) {
      const words = [8, 4, 0, 12].map((at) => this.memory.readUInt32LE(0x10000 + n * 16 + at));
      words.forEach((word, at) => this.memory.writeUInt32LE(word, 0x200000 + n * 16 + at * 4));
    }
    if (this.answered) this.memory.writeUInt32LE(this.memory.readUInt32LE(4), 8);
  }

  byte(): Promise<number> {
    return Promise.resolve(0x21);
  }
}

function onFake(): { fake: FakeProcess; mailbox: Mailbox } {
  const fake = new FakeProcess();
  return { fake, mailbox: new Mailbox(fake as unknown as QemuProcess) };
}

describe('The mailbox of the Cortex-R52', () => {
  it('has the numbers of probe.h', () => {
    const codes = enumeration('code');
    const outcomes = enumeration('outcome');

    for (const [name, code] of Object.entries(Operation)) {
      expect([name, codes[capitals(name)]]).toEqual([name, code]);
    }
    for (const [name, outcome] of Object.entries(Shown)) {
      expect([name, outcomes[capitals(name)]]).toEqual([name, outcome]);
    }
    expect(header).toContain(`#define MAX_OPERATIONS ${MAX_OPERATIONS}u`);
  });

  it('carries operations and results', async () => {
    const { mailbox } = onFake();
    const batch = new Batch();
    const results = new Results();

    batch.add(Operation.Write, 2, -1, 0, 0x12345678, 0x9abcdef0);
    batch.add(Operation.Probe, 1, 2, 1, 0xffffffff);
    await mailbox.run(batch, results, 1);

    expect([results.outcome(0), results.low(0)]).toEqual([0x9abcdef0, 0x12345678]);
    expect(results.high(0)).toBe(0x00ff0202);
    expect([results.low(1), results.high(1)]).toEqual([0xffffffff, 0x01020105]);
  });

  it('puts something to execute where something executes, and nowhere else', async () => {
    const { mailbox, fake } = onFake();
    const written: [number, number][] = [];
    fake.write = (from, offset) => {
      fake.memory.set(from, offset % fake.memory.length);
      if (offset >= 0x1000000) written.push([offset, Buffer.from(from).readUInt32LE()]);
    };
    const batch = new Batch();
    batch.add(Operation.Probe, 1, 2, 0, 0x30000042);
    batch.add(Operation.Probe, 0, 2, 0, 0x30000041);
    batch.add(Operation.Probe, 1, 0, 1, 0x30000080);
    batch.add(Operation.Write, 2, 2, 0, 0x300000c0);
    // Where there is no RAM, or the copy of the probe's page.
    for (const address of [0xe0000000, 0xffffffff, 0x70000000, 0x700003ff]) {
      batch.add(Operation.Probe, 2, 2, 0, address);
    }
    batch.add(Operation.Probe, 2, 2, 0, 0xdfffffff);

    await mailbox.run(batch, new Results(), 1);

    const [, hvc] = /PLANTED (0x[0-9a-f]+)u/.exec(access)!;
    const word = (0xe1400070 | (Number(hvc) & 0xf) | ((Number(hvc) & 0xfff0) << 4)) >>> 0;
    expect(written).toEqual([
      [0x10000040, word],
      [0xbffffffc, word],
    ]);
  });

  it('notices an answer to something else', async () => {
    const { fake, mailbox } = onFake();
    fake.answered = false;

    await expect(mailbox.run(new Batch(), new Results(), 1)).rejects.toThrow('answered batch');
  });

  it('knows whether there is a probe', () => {
    const { fake, mailbox } = onFake();

    expect(mailbox.isReady()).toBe(false);
    fake.memory.write('Lr52', 'latin1');
    expect(mailbox.isReady()).toBe(true);
  });
});
