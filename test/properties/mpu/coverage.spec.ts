import type {
  MpuRegisterAccess,
  MpuScriptStep,
  MpuShown,
} from '../../../models/contract/mpu-script';
import { allMpuRequirements } from '../../../properties/mpu';
import type { ScriptRequirement } from '../../../properties/mpu/requirement';
import { ScriptAccount } from '../../../properties/mpu/script-account';
import { Verdict } from '../../../properties/requirement';
import type { Made } from './scripting';
import { Bits, judge, layout, machine, region, write } from './scripting';

const on = write('SCTLR_EL2', 1 | (1 << 19));
const regions: Record<string, MpuRegisterAccess[]> = {
  text: region(2, 0, 0x10000040, 0x1000403f, Bits.text),
  rodata: region(2, 1, 0x10004040, 0x10004fff, Bits.ro),
  data: region(2, 2, 0x10005000, 0x10006fff),
  initText: region(2, 3, 0x10007000, 0x10007fff, Bits.text),
  rest: region(2, 4, 0x10008000, 0x10009fff),
};

/** The assembly, with some regions otherwise. */
function assembly(changes: Record<string, MpuRegisterAccess[]> = {}, sctlr = on): Made {
  const accesses = Object.values({ ...regions, ...changes }).flat();
  return [{ step: 'boot', phase: 'assembly' }, [...accesses, sctlr]];
}

function boot(phase: string, accesses: MpuRegisterAccess[]): Made {
  return [{ step: 'boot', phase }, accesses];
}

function step(one: MpuScriptStep, accesses: MpuRegisterAccess[]): Made {
  return [one, accesses];
}

const MPU_A_025 = (...made: Made[]) => judge('MPU-A-025', made);
const freeing = boot('free-init-memory', region(2, 3, 0x10007000, 0x10007fff, Bits.rw, 0));

describe('MPU-A-025', () => {
  it('holds where every section is in one region that fits it', () => {
    expect(MPU_A_025(assembly())).toBe('held');
  });

  it('asks nothing while the MPU is off or has its background region', () => {
    expect(MPU_A_025(assembly({ text: [] }, write('SCTLR_EL2', 0)))).toBe('not concerned');
    expect(MPU_A_025(assembly({ text: [] }, write('SCTLR_EL2', 1 | (1 << 17))))).toBe(
      'not concerned',
    );
  });

  it.each([
    ['no region for text', { text: [] }],
    ['text that ends a granule early', { text: region(2, 0, 0x10000040, 0x10003fff, Bits.text) }],
    ['text that begins a granule late', { text: region(2, 0, 0x10000080, 0x1000403f, Bits.text) }],
    ['text that cannot be executed', { text: region(2, 0, 0x10000040, 0x1000403f, Bits.ro) }],
    ['text that is writable, with WXN', { text: region(2, 0, 0x10000040, 0x1000403f, 0x30) }],
    ['data that is read-only', { data: region(2, 2, 0x10005000, 0x10006fff, Bits.ro) }],
    ['what is read-only after init', { data: region(2, 2, 0x10006000, 0x10006fff) }],
    ['a granule in two regions', { more: region(2, 9, 0x10004fc0, 0x10004fff, Bits.ro) }],
    ['a region within another', { more: region(2, 9, 0x10009400, 0x1000943f) }],
    ['a disabled region', { rest: region(2, 4, 0x10008000, 0x10009fff, Bits.rw, 0) }],
    ['init text that cannot be executed', { initText: region(2, 3, 0x10007000, 0x10007fff) }],
  ])('is broken by %s', (_, changes) => {
    expect(MPU_A_025(assembly(changes))).toBe('broken in step 0');
  });

  it('holds where two adjacent regions share a section', () => {
    const halves = [
      ...region(2, 4, 0x10008000, 0x100093ff),
      ...region(2, 5, 0x10009400, 0x10009fff),
    ];

    expect(MPU_A_025(assembly({ rest: halves }))).toBe('held');
  });

  it('asks for what boots until its memory is freed, and for the rest after that', () => {
    const bss = region(2, 4, 0x10009000, 0x10009fff);

    expect(MPU_A_025(assembly(), freeing)).toBe('held');
    expect(MPU_A_025(assembly(), freeing, boot('later', bss))).toBe('held');
    expect(MPU_A_025(assembly(), boot('too-early', bss))).toBe('broken in step 1');
    expect(MPU_A_025(assembly(), freeing, boot('later', region(2, 4, 0, 63)))).toBe(
      'broken in step 2',
    );
  });

  it('sees what is uncovered between two writes', () => {
    const moved = [write('PRSELR_EL2', 2), write('PRBAR_EL2', 0x10006040 | Bits.rw)];
    const back = write('PRBAR_EL2', 0x10006000 | Bits.rw);

    expect(MPU_A_025(assembly(), boot('modify-after-init', [...moved, back]))).toBe(
      'broken in step 1',
    );
    expect(MPU_A_025(assembly(), boot('modify-after-init', [moved[0], back]))).toBe('held');
  });

  it('does not ask for what a step asked to unmap', () => {
    const range = { start: '0x10004040', end: '0x10005000' };
    const disable = region(2, 1, 0x10004040, 0x10004fff, Bits.ro, 0);

    expect(MPU_A_025(assembly(), step({ step: 'unmap', ...range }, disable))).toBe('held');
    const other = { start: '0x20000000', end: '0x20001000' };
    expect(MPU_A_025(assembly(), step({ step: 'unmap', ...other }, disable))).toBe(
      'broken in step 1',
    );
    const across = { start: '0x10004040', end: '0x10006000' };
    expect(MPU_A_025(assembly(), step({ step: 'unmap', ...across }, disable))).toBe(
      'broken in step 1',
    );
    const containing = { step: 'unmap-containing', address: '0x10004100' } as const;
    expect(MPU_A_025(assembly(), step(containing, disable))).toBe('held');
  });
});

describe('MPU-A-024', () => {
  const apart = [...region(2, 0, 0, 0xfff), ...region(2, 1, 0x1000, 0x1fff)];
  const before: Made = [{ step: 'boot', phase: 'off' }, apart];
  const MPU_A_024 = (...accesses: MpuRegisterAccess[]) =>
    judge('MPU-A-024', [before, step({ step: 'idle' }, accesses)]);

  it('is asked of what enabled regions are written with, and of what enables', () => {
    expect(MPU_A_024(on)).toBe('held');
    expect(MPU_A_024(on, write('PRENR_EL2', 3))).toBe('held');
    expect(MPU_A_024(on, ...region(2, 1, 0x800, 0x1fff))).toBe('broken in step 1');
    expect(MPU_A_024(...region(2, 1, 0x800, 0x1fff), on)).toBe('broken in step 1');
    const hidden = [...region(2, 2, 0, 0x3f, Bits.rw, 0), on];
    expect(MPU_A_024(...hidden, write('PRENR_EL2', 7))).toBe('broken in step 1');
  });

  it.each([
    ['the selector', write('PRSELR_EL2', 1)],
    ['EL1', write('PRLAR_EL1', 1)],
    ['a disabled region', write('PRBAR_EL2', 0x40)],
  ])('is not exercised by a write to %s', (_, access) => {
    const account = new ScriptAccount(machine, layout);
    for (const one of [...apart, on, write('PRSELR_EL2', 2), access]) account.apply(one);
    const m = { step: { step: 'idle' }, shown: {} as MpuShown, access, number: 0 } as const;
    const requirement = allMpuRequirements().find(({ id }) => id === 'MPU-A-024');

    expect((requirement as ScriptRequirement).check(m, account)).toBe(Verdict.NotConcerned);
  });
});
