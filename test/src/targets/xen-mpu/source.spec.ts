import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MpuRange } from '../../../../models/contract/mpu-layout';
import type { MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import { MpuRegister } from '../../../../models/contract/mpu-registers';
import type { RealHypervisor } from '../../../../src/engine/mpu/exact-scripts';
import { ExactScriptFindings } from '../../../../src/engine/mpu/exact-script-findings';
import { ScriptExactness } from '../../../../src/engine/mpu/exact-scripts';
import { InputError, TargetDied } from '../../../../src/errors';
import { findMpuImplementation } from '../../../../src/targets/mpu-registry';
import { givenXenSource, xenSource } from '../../../../src/targets/xen-mpu/source';
import { checkMpuFinding } from '../../../../src/validate';
import { machineOf, range, usualLayout } from '../../../models/xen-mpu/support';

const tree = join(__dirname, 'tree');
const tools = ['aarch64-linux-gnu-gcc', 'qemu-aarch64'];
const isHere = tools.every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!isHere) console.log(`left out: building Xen's MPU code needs ${tools.join(' and ')}`);
const whereItCanBeBuilt = isHere ? describe : describe.skip;

const boot = (phase: string): MpuScriptStep => ({ step: 'boot', phase });
const assembly = boot('assembly');
const map = (where: MpuRange): MpuScriptStep => ({ step: 'map', ...where, flags: 'rw' });
const some = range(0x40000000, 0x40001000);

/** Changes files of a copy of the tree. */
function changed(changes: Record<string, (text: string) => string>): string {
  const copy = mkdtempSync(join(tmpdir(), 'lockstep-test-xen-'));
  cpSync(tree, copy, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = join(copy, 'xen', name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  return copy;
}

describe('xen-mpu:source', () => {
  it('is the code of the tree that LOCKSTEP_XEN names', () => {
    const before = process.env.LOCKSTEP_XEN;
    try {
      delete process.env.LOCKSTEP_XEN;
      expect(() => findMpuImplementation('xen-mpu:source')).toThrow(
        'LOCKSTEP_XEN is to be its folder',
      );
      process.env.LOCKSTEP_XEN = tree;
      const found = findMpuImplementation('xen-mpu:source');
      expect(found).toMatchObject({ id: 'xen-mpu:source', kind: 'hypervisor' });
      expect(found.version).toMatch(/^4\.99-tiny( [0-9a-f]{10})?$/);
    } finally {
      if (before === undefined) delete process.env.LOCKSTEP_XEN;
      else process.env.LOCKSTEP_XEN = before;
    }
  });

  it('refuses a folder that is no source tree of Xen', () => {
    expect(() => xenSource(__dirname)).toThrow(InputError);
    expect(() => xenSource(__dirname)).toThrow('is no source tree of Xen: no xen/Makefile');
  });

  it('refuses a tree without MPU code', () => {
    const copy = changed({});
    rmSync(join(copy, 'xen/arch/arm/mpu/vmap.c'));

    const create = (): unknown => xenSource(copy).create(machineOf(16), usualLayout);
    expect(create).toThrow(InputError);
    expect(create).toThrow('is no source tree of Xen with an MPU: no xen/arch/arm/mpu/vmap.c');
    rmSync(copy, { recursive: true });
  });
});

whereItCanBeBuilt('the MPU code of a Xen tree', () => {
  let xen: RealHypervisor;
  beforeAll(() => {
    xen = xenSource(tree);
  });

  function run(steps: MpuScriptStep[], regions = 16): MpuShown[] {
    const hypervisor = xen.create(machineOf(regions), usualLayout);
    return steps.map((step) => hypervisor.execute(step));
  }

  it('boots by its own assembly, with the sections of the layout', () => {
    const [shown] = run([assembly]);

    expect(shown).toMatchObject({ result: 'ok', strayBytes: 0 });
    expect(shown.table).toEqual([
      {
        ...{ index: 0, base: 0x200000, limit: 0x26007f },
        ...{ barBits: 0x38, larBits: 0xf, references: 0 },
      },
    ]);
    const [mair, , mpuir, prselr, isb, prbar, , barrier] = shown.accesses;
    expect(mair).toMatchObject({ does: 'write', register: MpuRegister.MAIR_EL2 });
    expect(mpuir).toMatchObject({ does: 'read', register: MpuRegister.MPUIR_EL2, low: 16 });
    expect(prselr).toMatchObject({ does: 'write', register: MpuRegister.PRSELR_EL2, low: 0 });
    expect([isb, barrier]).toEqual([{ does: 'isb' }, { does: 'barrier' }]);
    expect(prbar).toMatchObject({ register: MpuRegister.PRBAR_EL2, index: -1 });
  });

  it('shows what its functions return, and the registers and the table behind them', () => {
    const [, mapped, full, empty, ioremap] = run(
      [assembly, map(some), map(some), map(range(8192, 4096)), { step: 'ioremap', ...some }],
      2,
    );

    expect(mapped.result).toBe('ok');
    expect(mapped.table[1]).toEqual({
      ...{ index: 1, base: 0x40000000, limit: 0x40000fff },
      ...{ barBits: 2, larBits: 0xf, references: 2 },
    });
    expect(mapped.accesses.map(({ does }) => does)).toEqual([
      'write',
      'isb',
      'write',
      'write',
      'barrier',
    ]);
    expect([full.result, empty.result, ioremap.result]).toEqual(['ENOENT', 'EINVAL', 'EINVAL']);
    expect(full.accesses).toEqual([]);
    expect(full.table).toEqual(mapped.table);
  });

  it('has the registers of the architecture: probes and reads answer as they are', () => {
    const probe = (address: string): MpuScriptStep => ({
      ...{ step: 'probe', level: 'EL2', access: 'write', address },
    });
    const [, , off, unmapped] = run([
      ...[assembly, map(some), probe('0x40000000')],
      { step: 'unmap', start: '0x1000', end: '0x0' },
    ]);

    // Nobody has switched the MPU on.
    expect(off.result).toBe('allowed');
    expect(unmapped).toMatchObject({
      result: 'ok',
      accesses: [{ does: 'read', register: MpuRegister.PRBAR_EL2, index: 3 }],
    });
  });

  it('gives each script Xen as it was built', () => {
    const [first] = run([assembly, map(some)]).slice(1);
    const [again] = run([assembly, map(some)]).slice(1);

    expect(again).toEqual(first);
  });

  it('panics, stops, and then does nothing more', () => {
    const panicked = run([assembly, boot('modify-after-init'), map(some)]);
    const stopped = run([assembly, map(some)], 0);

    expect(panicked.map(({ result }) => result)).toEqual(['ok', 'panic', 'skipped']);
    expect(stopped.map(({ result }) => result)).toEqual(['stopped', 'skipped']);
  });

  it('runs phases in order, and none without the assembly', () => {
    const phases = ['early-fdt', 'static-heap', 'remove-early-mappings', 'free-init-memory'];
    const early = run([boot('early-fdt'), map(some), assembly, ...phases.map(boot), assembly]);

    expect(early.map(({ result }) => result)).toEqual([
      ...['skipped', 'skipped', 'ok', 'ok', 'ok', 'ok', 'ok', 'skipped'],
    ]);
  });

  it('says so when Xen crashes, and runs the next script', () => {
    const crash: MpuScriptStep = { step: 'unmap-containing', address: '0x1000' };

    expect(() => run([assembly, crash])).toThrow(TargetDied);
    expect(() => run([assembly, crash])).toThrow('xen-mpu:source killed (signal 11)');
    expect(run([assembly])[0].result).toBe('ok');
  });

  it('refuses what it does not know: a result, and a register', () => {
    const modify: MpuScriptStep = { step: 'modify', ...some, flags: 'ro' };

    expect(() => run([assembly, modify])).toThrow('Xen returned -7 from modify');
    const unmap: MpuScriptStep = { step: 'unmap', start: '0x0', end: '0x1000' };
    expect(() => run([assembly, unmap])).toThrow('none of the MPU of EL2: 4_12_0_0');
    expect(run([assembly])[0].result).toBe('ok');
  });

  it('shows what the compiler says of code that it cannot compile', () => {
    const copy = changed({ 'arch/arm/mpu/vmap.c': () => 'no C at all\n' });

    const create = (): unknown => xenSource(copy).create(machineOf(16), usualLayout);
    expect(create).toThrow(InputError);
    expect(create).toThrow(/does not compile the MPU code of Xen:\n.*vmap\.c:1/);
    rmSync(copy, { recursive: true });
  });

  it('refuses assembly that maps other sections than it knows', () => {
    const copy = changed({
      'arch/arm/arm64/mpu/head.S': (text) => text.replace('    ldr x3, =__bss_end\n', ''),
    });

    const other = xenSource(copy).create(machineOf(16), usualLayout);
    expect(() => other.execute(assembly)).toThrow(InputError);
    rmSync(copy, { recursive: true });
  });

  it('is compared with the model, and what differs is made small', async () => {
    const target = { ...xen, machines: { ...xen.machines, formats: [64] as const } };
    const options = { target, seed: 3, runs: 6 };

    const { scripts, differing } = await new ScriptExactness(options).run();

    expect(scripts).toBe(6);
    expect(differing.length).toBeGreaterThan(3);
    const maker = new ExactScriptFindings(options, 'out');
    const finding = await maker.ofDifference(differing[0].index);
    expect(checkMpuFinding(finding)).toEqual(finding);
    expect(finding.script!.steps).toEqual([assembly]);
    expect(finding.traces.map(({ implementation }) => implementation)).toEqual([
      ...['xen-mpu:source', 'model:xen-mpu@2026'],
    ]);
  });
});

const given = process.env.LOCKSTEP_XEN ? describe : describe.skip;

given('the tree that LOCKSTEP_XEN names', () => {
  it('shows what the model of Xen shows', async () => {
    const exactness = new ScriptExactness({ target: givenXenSource(), seed: 11, runs: 60 });

    expect(await exactness.run()).toMatchObject({ scripts: 60, differing: [], deaths: [] });
  });
});
