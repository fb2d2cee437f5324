import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuObservation, MpuStep } from '../../models/contract/mpu';
import { compareInTurns } from '../../src/engine/mpu/in-turns';
import { MpuExactness } from '../../src/engine/mpu/exact';
import { installCommand, locate } from '../../src/targets/install';
import { r52Targets } from '../../src/targets/r52/twin';
import type { R52Target } from '../../src/targets/r52/target';
import { decodeMpuObservation, encodeMpu } from '../../src/workload/mpu/encode';
import { checkMpuProgram } from '../../src/validate';
import { call, temporaryFolder } from '../src/cli/support';

const folder = temporaryFolder();

/** Always the same programs: `lockstep exact` is for fresh ones. */
const seed = 20261121;

const isMissing = locate('qemu').state === 'missing';
if (isMissing) {
  process.stderr.write(
    `qemu:r52 is not installed, its tests are left out: npx ${installCommand('qemu:r52')}\n`,
  );
}

const set = (register: string, value: number): MpuStep => ({
  step: 'write',
  register,
  value: `0x${value.toString(16)}`,
});
const barrier: MpuStep = { step: 'barrier' };
const probes = (address: number): MpuStep[] =>
  (['EL0', 'EL1', 'EL2'] as const).flatMap((level) =>
    (['read', 'write', 'execute'] as const).map((access) => ({
      step: 'probe',
      level,
      access,
      address: `0x${address.toString(16)}`,
    })),
  );

(isMissing ? describe.skip : describe).each(r52Targets)('$target.id', ({ target, twin }) => {
  let remote: R52Target;
  beforeAll(() => {
    remote = target.open() as R52Target;
  });
  afterAll(() => remote.close());

  async function shown(steps: readonly MpuStep[]): Promise<MpuObservation[]> {
    const program = encodeMpu({
      format: 'lockstep-region-program-1',
      machine: target.machine,
      steps: [...steps],
    });
    const observations = new Int32Array(program.length * 3);
    const [error] = await remote.run([program], [observations]);
    if (error) throw error;
    return steps.map((_, n) => decodeMpuObservation(observations, n));
  }

  /** `RWX RWX RWX` of EL0, EL1 and EL2; 1 and 2 where the fault is of that stage. */
  async function rights(steps: readonly MpuStep[], address: number): Promise<string> {
    const all = (await shown([...steps, ...probes(address)])).slice(-9);
    const letters = all.map((one, n) =>
      one.outcome === 'fault' ? String(one.stage) : one.outcome === 'allowed' ? 'RWX'[n % 3] : '?',
    );
    return letters.join('').replace(/(...)(?=.)/g, '$1 ');
  }

  it('shows what its twin shows', async () => {
    const { equal, programs, refused, differing, failed, deviations, probes, sameVerdict } =
      await new MpuExactness({ target, twin, seed, runs: 300 }).run();

    expect({ differing, failed, programs }).toEqual({ differing: [], failed: [], programs: 300 });
    expect(equal + refused).toBe(programs);
    const ids = ['R52-SH', 'R52-RES0', 'R52-FSC'];
    expect(Object.keys(deviations)).toEqual(expect.arrayContaining(ids));
    const aliases = target.machine.el1Regions > 16;
    expect('R52-DIRECT16' in deviations).toBe(aliases);
    expect(sameVerdict < probes).toBe(aliases);
    if (!aliases) expect(refused).toBe(0);
  });

  it('saves and restores EL1 from one vCPU to another', async () => {
    const result = await compareInTurns({ target, twin, seed }, remote, 40);

    expect(result.differing).toEqual([]);
    expect(result.equal).toBe(result.programs - result.refused);
    expect(result.equal).toBeGreaterThan(40);
  });

  it('answers where every region of EL2 is in use', async () => {
    const regions = Array.from({ length: 16 }, (_, n) => [
      set(`PRBAR${n}_EL2`, 0x30000002 + n * 0x1000),
      set(`PRLAR${n}_EL2`, 0x30000001 + n * 0x1000),
    ]).flat();
    const program = [...regions, set('SCTLR_EL2', 1), set('HCR_EL2', 1), barrier];

    expect(await rights(program, 0x30000000)).toBe('RWX RWX RWX');
    expect(await rights(program, 0x3000f03f)).toBe('RWX RWX RWX');
    expect(await rights(program, 0x30000040)).toBe('222 222 111');
  });

  it('goes from one region to the next where all are in use', async () => {
    const regions = Array.from({ length: 16 }, (_, n) =>
      (['EL1', 'EL2'] as const).flatMap((level) => [
        set(`PRBAR${n}_${level}`, 0x30000002 + n * 0x1000),
        set(`PRLAR${n}_${level}`, 0x30000001 + n * 0x1000),
      ]),
    ).flat();
    const on = [set('SCTLR_EL1', 1), set('SCTLR_EL2', 1), set('HCR_EL2', 1), barrier];
    const all = Array.from({ length: 32 }, (_, n) => probes(0x30000000 + (n % 16) * 0x1000)).flat();
    for (const order of [all, [...all].reverse()]) {
      const outcomes = await shown([...regions, ...on, ...order]);
      const others = outcomes.slice(-all.length).filter(({ outcome }) => outcome !== 'allowed');

      expect(others).toEqual([]);
    }
  });

  it('answers where every region of EL2 has the address in it', async () => {
    const regions = Array.from({ length: 16 }, (_, n) => [
      set(`PRBAR${n}_EL2`, 0x30000002),
      set(`PRLAR${n}_EL2`, 0x30000fc1),
    ]).flat();

    const program = [...regions, set('SCTLR_EL2', 1), barrier];
    expect(await rights(program, 0x30000000)).toBe('RWX RWX 111');
    const one = [...program, set('PRENR_EL2', 0x8000), barrier];
    expect(await rights(one, 0x30000000)).toBe('RWX RWX RWX');
  });

  it('answers where a region begins below the probe', async () => {
    const regions = ['EL1', 'EL2'].map((level) => set(`PRLAR0_${level}`, 0x30000001));
    const bases = ['EL1', 'EL2'].map((level) => set(`PRBAR0_${level}`, 2));
    const on = [set('SCTLR_EL1', 1), set('SCTLR_EL2', 1), set('HCR_EL2', 1), barrier];

    expect(await rights([...regions, ...bases, ...on], 0x3000003f)).toBe('RWX RWX RWX');
    expect(await rights([...regions, ...bases, ...on], 0x30000040)).toBe('111 111 111');
  });

  it('tells the levels and the stages apart', async () => {
    const program = [
      ...[set('PRBAR0_EL1', 0x30000004), set('PRLAR0_EL1', 0x30000001), set('SCTLR_EL1', 1)],
      ...[set('PRBAR0_EL2', 0x30000003), set('PRLAR0_EL2', 0x30000001), set('HCR_EL2', 1)],
      ...[set('SCTLR_EL2', 0x80001), barrier],
    ];

    // EL1 read-only and executable, EL2 read-write for all and not executable.
    expect(await rights(program, 0x30000000)).toBe('111 R12 RW1');
  });

  it('answers for addresses without memory', async () => {
    const region = [set('PRBAR0_EL2', 0xfffff002), set('PRLAR0_EL2', 0xffffffc1)];
    const program = [...region, set('SCTLR_EL2', 1), set('HCR_EL2', 1), barrier];

    // The default map of EL1 lets nothing execute in the upper half.
    expect(await rights(program, 0xffffffff)).toBe('RW1 RW1 RWX');
    expect(await rights(program, 0xffffefff)).toBe('221 221 111');
  });

  it('begins every program from reset', async () => {
    const registers = ['PRSELR', 'PRBAR', 'PRLAR', 'SCTLR', 'MAIR'].flatMap((name) => [
      `${name}_EL1`,
      `${name}_EL2`,
    ]);
    registers.push('HCR_EL2', 'VSCTLR_EL2', 'PRENR_EL2', 'PRBAR15_EL1', 'PRLAR15_EL2');
    const values: Record<string, number> = { PRSELR_EL1: 3, PRSELR_EL2: 5, SCTLR_EL2: 0xa0000 };
    const dirty = registers.map((name) => set(name, values[name] ?? 0x21010041));
    const clean = registers.map((register): MpuStep => ({ step: 'read', register }));

    const before = await shown([...dirty, barrier, ...clean]);
    const after = await shown(clean);

    expect(after).toEqual(registers.map(() => ({ outcome: 'value', value: '0x0' })));
    const kept = before.slice(-clean.length).filter((one) => 'value' in one && one.value !== '0x0');
    expect(kept.length).toBe(registers.length);
  });

  it('begins from reset where a program writes regions before it looks', async () => {
    const levels = ['EL1', 'EL2'] as const;
    const each = (registers: readonly string[], value: number): MpuStep[] =>
      Array.from({ length: 16 }, (_, n) =>
        levels.flatMap((level) => registers.map((name) => set(`${name}${n}_${level}`, value))),
      ).flat();
    const dirty = [...each(['PRBAR', 'PRLAR'], 0x30000001), set('SCTLR_EL2', 1), barrier];
    const look = each(['PRBAR', 'PRLAR'], 0).map((step): MpuStep => ({
      step: 'read',
      register: (step as { register: string }).register,
    }));
    const others = [set('PRENR_EL2', 0xffff), set('SCTLR_EL2', 1), barrier];

    for (const registers of [['PRBAR', 'PRLAR'], ['PRLAR', 'PRBAR'], ['PRBAR'], ['PRLAR'], []]) {
      for (const between of [[], others, probes(0x30000000)]) {
        await shown([...dirty, ...probes(0x30000000)]);
        const values = each(registers, 0x28000001);
        const half = values.length / 2;
        const steps = [...values.slice(0, half), ...between, ...values.slice(half), barrier];
        const program = encodeMpu({
          format: 'lockstep-region-program-1',
          machine: target.machine,
          steps: [...steps, ...look, ...probes(0x28000000)],
        });
        const expected = new Int32Array(program.length * 3);
        twin.create(program.machine).run(program, expected);
        const observations = new Int32Array(program.length * 3);
        const [error] = await remote.run([program], [observations]);

        expect(error).toBeUndefined();
        expect(observations).toEqual(expected);
      }
    }
  });

  it('shows a program its own regions alone, after accesses and between them', async () => {
    const numbers = Array.from({ length: 16 }, (_, n) => n);
    const on = [set('SCTLR_EL1', 1), set('SCTLR_EL2', 1), set('HCR_EL2', 1)];
    const registers = ['EL1', 'EL2'].flatMap((level) =>
      numbers.flatMap((n) => [`PRBAR${n}_${level}`, `PRLAR${n}_${level}`]),
    );
    const all = [...registers, 'PRENR_EL2', 'PRSELR_EL1', 'PRSELR_EL2'];
    const reads = all.map((register): MpuStep => ({ step: 'read', register }));
    const values = (shownNow: MpuObservation[]) =>
      shownNow.map((one) => ('value' in one ? Number(one.value) : one.outcome));
    const page = probes(0x30000000);

    for (const n of numbers) {
      const region = ['EL1', 'EL2'].flatMap((level) => [
        set(`PRBAR${n}_${level}`, 0x30000002),
        set(`PRLAR${n}_${level}`, 0x30000001),
      ]);
      const seen = await shown([...on, barrier, ...page, ...reads, ...region, barrier, ...page]);
      const after = await shown([...on, barrier, ...page, ...region, barrier, ...page, ...reads]);

      expect(values(seen.slice(13, 13 + reads.length))).toEqual(all.map(() => 0));
      expect(seen.slice(-9).map(({ outcome }) => outcome)).toEqual(page.map(() => 'allowed'));
      const own = [`PRBAR${n}_`, `PRLAR${n}_`];
      expect(values(after.slice(-reads.length))).toEqual(
        all.map((name) => {
          if (name === 'PRENR_EL2') return 2 ** n;
          return name.startsWith(own[0]) ? 0x30000002 : name.startsWith(own[1]) ? 0x30000001 : 0;
        }),
      );
    }
  });

  it('goes on where a region comes to be that has the probe in it', async () => {
    const on = [set('SCTLR_EL1', 1), set('SCTLR_EL2', 1), set('HCR_EL2', 1), barrier];
    const region = (level: string, n: number, base: number): MpuStep[] => [
      ...[set(`PRBAR${n}_${level}`, base + 2), set(`PRLAR${n}_${level}`, 0x30000fc1)],
    ];
    const page = probes(0x30000000);
    for (let n = 0; n < 16; n++) {
      const one = [...on, ...page, ...region('EL1', n, 0), ...region('EL2', n, 0), barrier];
      const two = ['EL1', 'EL2'].map((level) => set(`PRBAR${n}_${level}`, 0x30000002));
      const three = ['EL2', 'EL1'].map((level) => set(`PRBAR${n}_${level}`, 0x00000002));

      expect(await rights(one, 0x30000000)).toBe('RWX RWX RWX');
      const back = [...one, ...page, ...two, barrier, ...page, ...three, barrier];
      expect(await rights(back, 0x30000000)).toBe('RWX RWX RWX');
      expect(await rights([...back, set('PRENR_EL2', 0), barrier], 0x30000000)).toBe('222 222 111');
    }
  });

  it('refuses what it cannot run, and goes on', async () => {
    const whole = [set('PRLAR0_EL2', 0xffffffc1), set('SCTLR_EL2', 1), barrier];

    await expect(shown([...whole, ...probes(0x30000000)])).rejects.toThrow('0x10000000');
    await expect(shown(probes(0x100000))).rejects.toThrow('0x21000000');
    expect(await rights([], 0x30000000)).toBe('RWX RWX RWX');
  });

  it('is asked itself when a program is made small', async () => {
    // It takes the shareability from PRLAR instead of PRBAR.
    const wrong = [
      set('MAIR_EL2', 0x1100),
      set('PRLAR_EL2', 0x30000003),
      set('PRBAR_EL2', 0x10),
      set('SCTLR_EL2', 1),
      barrier,
    ];
    const noise = [set('PRSELR_EL1', 3), ...probes(0x28000000), barrier];
    const steps = [...noise, ...wrong, ...noise, ...probes(0x30000000), ...noise];
    const file = join(folder(), 'program.json');
    const { machine } = target;
    writeFileSync(file, JSON.stringify({ format: 'lockstep-region-program-1', machine, steps }));

    const { status, stdout, stderr } = await call('shrink', file, '--impl', target.id);

    expect(status).toBe(0);
    expect(stderr).toContain(`${target.id} breaks MPU-A-023: ${steps.length} steps became 6\n`);
    expect(checkMpuProgram(JSON.parse(stdout)).machine).toEqual(machine);
  });
});
