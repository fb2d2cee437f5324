import { fc, test } from '@fast-check/jest';
import {
  AT_EL1,
  Batch,
  Mailbox,
  MAX_OPERATIONS,
  NOBODY,
  Operation,
  Results,
  SHOW_LINES,
  SHOW_PHYSICAL,
  SKIPPED,
  SYSTEM,
} from '../../../src/targets/mailbox';
import type { QemuProcess } from '../../../src/targets/qemu-process';
import type { Field } from './probe-header';
import { constants, layoutOf } from './probe-header';

const mailbox = layoutOf('mailbox');
const operation = layoutOf('operation');
const result = layoutOf('result');
const OFFSET = 0x300000;

/** Memory with a probe in it that does what `answer` says, laid out by probe/mailbox.h. */
class FakeProcess {
  readonly memory = Buffer.alloc(0x600000);
  rung = 0;
  seconds = 0;
  batches = 0;

  constructor(private readonly answer: (fake: FakeProcess) => void = () => undefined) {}

  read(into: Uint8Array, offset: number): void {
    into.set(this.memory.subarray(offset, offset + into.length));
  }

  write(from: Uint8Array, offset: number): void {
    this.memory.set(from, offset);
  }

  ring(count: number): void {
    this.rung += count;
  }

  async byte(seconds: number): Promise<number> {
    this.seconds = seconds;
    this.batches++;
    this.answer(this);
    this.setHeader('response', this.header('request'));
    return Promise.resolve(0x44);
  }

  header(field: string): number {
    return this.memory.readUInt32LE(OFFSET + mailbox.fields[field].offset);
  }

  setHeader(field: string, value: number): void {
    this.memory.writeUInt32LE(value, OFFSET + mailbox.fields[field].offset);
  }

  /** A field of the nth operation. */
  operation(n: number, field: string): number | bigint {
    const { offset, size } = operation.fields[field];
    return this.field(OFFSET + constants.OPERATIONS + n * operation.size, { offset, size });
  }

  setResult(n: number, values: Record<string, number | bigint>): void {
    for (const [name, value] of Object.entries(values)) {
      const { offset, size } = result.fields[name];
      const at = OFFSET + constants.RESULTS + n * result.size + offset;
      if (size === 8) this.memory.writeBigUInt64LE(BigInt(value), at);
      else this.memory.writeUIntLE(Number(value), at, size);
    }
  }

  private field(at: number, { offset, size }: Field): number | bigint {
    return size === 8
      ? this.memory.readBigUInt64LE(at + offset)
      : this.memory.readUIntLE(at + offset, size);
  }
}

const asProcess = (fake: FakeProcess): QemuProcess => fake as unknown as QemuProcess;

const word = fc.integer({ min: 0, max: 0xffffffff });
const given = fc.array(
  fc.record({
    code: fc.integer({ min: 0, max: 0xff }),
    cpu: fc.integer({ min: 0, max: 7 }),
    argument: fc.integer({ min: 0, max: 0xffff }),
    address: word,
    low: word,
    high: word,
  }),
  { minLength: 1, maxLength: 40 },
);

describe('the mailbox', () => {
  it('has the constants of probe/mailbox.h', () => {
    expect({ MAX_OPERATIONS, SKIPPED, NOBODY, SHOW_LINES, SHOW_PHYSICAL }).toEqual({
      MAX_OPERATIONS: constants.MAX_OPERATIONS,
      SKIPPED: constants.SKIPPED,
      NOBODY: constants.NOBODY,
      SHOW_LINES: constants.SHOW_LINES,
      SHOW_PHYSICAL: constants.SHOW_PHYSICAL,
    });
    expect([SYSTEM, AT_EL1]).toEqual([constants.FLAG_SYSTEM, constants.FLAG_EL1]);
  });

  it('has the operations of probe/mailbox.h, and no others', () => {
    const probes = Object.entries(constants).filter(
      ([name, value]) => /^OP_/.test(name) && (name === 'OP_HOST' || value < constants.OP_HOST),
    );
    const named = probes.map(([name, value]) => [
      name.replace(/_?([A-Z])([A-Z]*)/g, (_, a: string, b: string) => a + b.toLowerCase()).slice(2),
      value,
    ]);

    expect(Object.fromEntries(named)).toEqual(Operation);
    // A code has six bits; the flags are the others.
    for (const [, value] of probes) expect(value & (SYSTEM | AT_EL1)).toBe(0);
  });

  it('has room for everything in the two MiB of the image', () => {
    const { MAILBOX, OPERATIONS, RESULTS, TEXT, TEXT_SIZE } = constants;

    expect(OPERATIONS).toBeGreaterThanOrEqual(mailbox.size);
    expect(RESULTS).toBeGreaterThanOrEqual(OPERATIONS + MAX_OPERATIONS * operation.size);
    expect(TEXT).toBeGreaterThanOrEqual(RESULTS + MAX_OPERATIONS * result.size);
    expect(MAILBOX + TEXT + TEXT_SIZE).toBeLessThanOrEqual(0x200000);
  });

  test.prop([given, fc.integer({ min: 1, max: 0xff })])(
    'gives the probe its operations, and takes what they showed',
    async (operations, participants) => {
      const batch = new Batch();
      const numbers = operations.map(({ code, cpu, argument, address, low, high }) =>
        batch.add(code, cpu, argument, address, low, high),
      );
      const fake = new FakeProcess((probe) => {
        for (let n = 0; n < probe.header('count'); n++) {
          // What it was given, in other places.
          probe.setResult(n, {
            value: BigInt.asUintN(64, ~(probe.operation(n, 'value') as bigint)),
            status: probe.operation(n, 'address'),
            lines: probe.operation(n, 'arg'),
            id: (Number(probe.operation(n, 'code')) << 8) | Number(probe.operation(n, 'cpu')),
          });
        }
      });
      const results = new Results();

      await new Mailbox(asProcess(fake), OFFSET).run(batch, results, participants, 3);

      expect(numbers).toEqual(operations.map((_, n) => n));
      const shown = operations.map((_, n) => ({
        low: ~results.low(n) >>> 0,
        high: ~results.high(n) >>> 0,
        address: results.status(n),
        argument: results.lines(n),
        code: results.id(n) >> 8,
        cpu: results.id(n) & 0xff,
      }));
      expect(shown).toEqual(operations);
      expect(fake.seconds).toBe(3);
      expect(fake.header('participants')).toBe(participants);
      expect(fake.header('turn')).toBe(0);
      // A byte for each CPU that takes part.
      expect(fake.rung).toBe(participants.toString(2).replaceAll('0', '').length);
    },
  );

  it('reads the text that the VMM left', () => {
    const fake = new FakeProcess();
    fake.memory.write('Distributor\n', OFFSET + constants.TEXT);

    expect(new Mailbox(asProcess(fake), OFFSET).text(12)).toBe('Distributor\n');
  });

  it('counts its requests up', async () => {
    const requests: number[] = [];
    const fake = new FakeProcess((probe) => requests.push(probe.header('request')));
    const box = new Mailbox(asProcess(fake), OFFSET);

    for (let n = 0; n < 3; n++) await box.run(new Batch(), new Results(), 1, 1);

    expect(requests).toEqual([1, 2, 3]);
  });

  it('does not take the answer to another batch', async () => {
    const fake = new FakeProcess();
    fake.byte = async () => {
      fake.setHeader('response', 7);
      return Promise.resolve(0x44);
    };

    const running = new Mailbox(asProcess(fake), OFFSET).run(new Batch(), new Results(), 1, 1);

    await expect(running).rejects.toThrow('the probe answered batch 7 instead of 1');
  });

  it('tells the probe where it is', () => {
    const fake = new FakeProcess();

    new Mailbox(asProcess(fake), OFFSET).configure(2, 0x08010000, 0x08030000);

    expect(fake.header('gic')).toBe(2);
    expect(fake.header('gicc')).toBe(0x08010000);
    expect(fake.header('gich')).toBe(0x08030000);
  });

  it('holds the CPUs after the next batch, until they are released', async () => {
    const held: number[] = [];
    const fake = new FakeProcess((probe) => held.push(probe.header('hold')));
    const box = new Mailbox(asProcess(fake), OFFSET);

    await box.run(new Batch(), new Results(), 1, 1);
    box.holdAfterNext();
    await box.run(new Batch(), new Results(), 1, 1);
    box.release();
    await box.run(new Batch(), new Results(), 1, 1);

    expect(held).toEqual([0, 2, 0]);
  });

  it('is found by its magic', () => {
    const fake = new FakeProcess();
    expect(Mailbox.isAt(asProcess(fake), OFFSET)).toBe(false);

    fake.setHeader('magic', constants.MAGIC);

    expect(Mailbox.isAt(asProcess(fake), OFFSET)).toBe(true);
    expect(Mailbox.isAt(asProcess(fake), OFFSET + 0x200000)).toBe(false);
  });

  it('takes no more operations than there is room for', () => {
    const batch = new Batch();
    for (let n = 0; n < MAX_OPERATIONS; n++) batch.add(Operation.Nothing, 0, 0, 0);

    expect(() => batch.add(Operation.Nothing, 0, 0, 0)).toThrow('16384 operations');
    batch.clear();
    expect(batch.add(Operation.Nothing, 0, 0, 0)).toBe(0);
  });
});
