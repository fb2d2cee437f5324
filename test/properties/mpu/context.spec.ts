import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuRegisterAccess } from '../../../models/contract/mpu-script';
import { findScriptRegister } from '../../../models/contract/mpu-script';
import type { Made } from './scripting';
import { judge, read, region, write } from './scripting';

const MSA = 1 << 31;
/** VTCR_EL2 and VSCTLR_EL2 of a domain. */
function held(domain: number): MpuRegisterAccess[] {
  return [write('VTCR_EL2', domain === 2 ? MSA : 0), write('VSCTLR_EL2', 0, (domain + 1) << 16)];
}

function run(domain: number, accesses: MpuRegisterAccess[] = [], vcpu = 0): Made {
  return [{ step: 'switch', domain, vcpu }, [...held(domain), ...accesses]];
}

const idle: Made = [{ step: 'idle' }, []];

/** The guest writes a register, and the hardware takes it. */
function guest(register: string, low: number): Made {
  const found = findScriptRegister(register)!;
  const value = `0x${(low >>> 0).toString(16)}`;
  const access = { does: 'write', ...found, low: low | 0, high: 0 } as const;
  return [{ step: 'guest-write', register, value }, [access]];
}

/** TCR_EL1, TTBR0_EL1 or TTBR1_EL1 is written. */
function translation(register: string, low: number): MpuRegisterAccess {
  return { does: 'write', ...findScriptRegister(register)!, low, high: 0 };
}

/** Writes region 17 and leaves it selected. */
const programs = [
  guest('PRSELR_EL1', 17),
  guest('PRBAR_EL1', 0x40000002),
  guest('PRLAR_EL1', 0x40000fc1),
  guest('MAIR_EL1', 0xff44),
  guest('SCTLR_EL1', 1),
];
/** The same as the hypervisor restores it. */
const restored = [
  ...region(1, 17, 0x40000000, 0x40000fff, 2, 1),
  write('MAIR_EL1', 0xff44),
  write('SCTLR_EL1', 1),
];
/** Everything off for a vCPU that never ran. */
const cleared = [
  ...region(1, 17, 0, 63, 0, 0),
  ...[write('PRSELR_EL1', 0), write('MAIR_EL1', 0), write('SCTLR_EL1', 0)],
];
const first = [run(0, cleared), ...programs];
/** Leaves something out of what the hypervisor does. */
const without = (accesses: MpuRegisterAccess[], register: keyof typeof MpuRegister) =>
  accesses.filter((one) => !('register' in one && one.register === MpuRegister[register]));

describe.each(['MPU-A-030', 'MPU-A-031'])('%s', (id) => {
  it('holds where everything is put back', () => {
    expect(judge(id, [...first, run(1, cleared), run(0, restored)])).toBe('held');
    expect(judge(id, [...first, idle, run(0)])).toBe('held');
  });

  it.each(['MAIR_EL1', 'SCTLR_EL1', 'PRBAR_EL1', 'PRLAR_EL1'] as const)(
    'is broken where %s is forgotten',
    (register) => {
      const back = run(0, without(restored, register));

      expect(judge(id, [...first, run(1, cleared), back])).toBe('broken in step 7');
    },
  );

  it('is broken where PRSELR is left at what the hypervisor used it for', () => {
    const back = run(0, [...restored, write('PRSELR_EL1', 0)]);

    expect(judge(id, [...first, run(1, cleared), back])).toBe('broken in step 7');
    expect(judge(id, [...first, idle, run(0, [write('PRSELR_EL1', 0)])])).toBe('broken in step 7');
  });

  it('is not exercised where no vCPU ceased to run', () => {
    const again: Made = [{ step: 'switch', domain: 0, vcpu: 0 }, []];

    expect(judge(id, first)).toBe('not concerned');
    expect(judge(id, [...first, again, again])).toBe('not concerned');
  });

  it('says nothing of a guest that used a region that is not implemented', () => {
    const stray = guest('PRSELR_EL1', 30);

    expect(judge(id, [run(0), stray, run(1, cleared), run(0)])).toBe('not concerned');
  });

  it('asks SCTLR and MAIR only where EL1 has VMSA', () => {
    const made = [run(2), guest('MAIR_EL1', 0xff), guest('SCTLR_EL1', 1), run(1, cleared)];
    const back = [write('MAIR_EL1', 0xff), write('SCTLR_EL1', 1), write('PRSELR_EL1', 9)];

    expect(judge(id, [...made, run(2, back)])).toBe('held');
    expect(judge(id, [...made, run(2, back.slice(1))])).toBe('broken in step 4');
  });
});

describe('MPU-A-030', () => {
  it('asks nothing of a vCPU that wrote nothing', () => {
    expect(judge('MPU-A-030', [run(0, restored), run(1), run(0)])).toBe('not concerned');
  });

  it('knows what PRENR enabled', () => {
    const made = [run(0), guest('PRENR_EL1', 1), run(1, [write('PRENR_EL1', 0)])];

    expect(judge('MPU-A-030', [...made, run(0, [write('PRENR_EL1', 1)])])).toBe('held');
    expect(judge('MPU-A-030', [...made, run(0)])).toBe('broken in step 3');
  });
});

describe('MPU-A-030, of a vCPU that runs', () => {
  it('is broken where the hypervisor changes a register under it', () => {
    const read: Made = [{ step: 'guest-read', register: 'MAIR_EL1' }, [write('MAIR_EL1', 0)]];
    const [step, accesses] = guest('SCTLR_EL1', 1);
    const more: Made = [step, [...accesses, write('PRSELR_EL1', 0)]];

    expect(judge('MPU-A-030', [...first, read])).toBe('broken in step 6');
    expect(judge('MPU-A-030', [...first, more])).toBe('broken in step 6');
  });
});

describe('MPU-A-031', () => {
  it('asks for the VMID and for registers that the guest never wrote', () => {
    const other = write('VSCTLR_EL2', 0, 7 << 16);
    const back = [...restored, other];

    expect(judge('MPU-A-031', [...first, run(1, cleared), run(0, back)])).toBe('broken in step 7');
    const stray = region(1, 3, 0, 63, 2, 1);
    const changed = [...stray, ...restored];
    expect(judge('MPU-A-031', [...first, run(1, cleared), run(0, changed)])).toBe(
      'broken in step 7',
    );
  });

  it('asks nothing when a vCPU runs for the first time', () => {
    expect(judge('MPU-A-031', [run(0), run(1), run(0, cleared, 1)])).toBe('not concerned');
  });
});

describe('MPU-A-032', () => {
  const accesses = (...made: MpuRegisterAccess[]) => judge('MPU-A-032', [[{ step: 'idle' }, made]]);

  it('is asked of direct registers and of those behind PRSELR, at both levels', () => {
    expect(accesses(write('PRSELR_EL1', 19), write('PRBAR_EL1', 0))).toBe('held');
    expect(accesses(write('PRSELR_EL1', 20), write('PRBAR_EL1', 0))).toBe('broken in step 0');
    expect(accesses(write('PRSELR_EL1', 16), read('PRLAR_EL1', 3))).toBe('held');
    expect(accesses(write('PRSELR_EL1', 16), read('PRLAR_EL1', 4))).toBe('broken in step 0');
    expect(accesses(write('PRSELR_EL2', 15), write('PRBAR_EL2', 0))).toBe('held');
    expect(accesses(write('PRSELR_EL2', 16), write('PRBAR_EL2', 0))).toBe('broken in step 0');
    expect(accesses(write('PRSELR_EL1', 20), { does: 'barrier' })).toBe('not concerned');
  });

  it('is not asked of guests', () => {
    expect(judge('MPU-A-032', [run(0), guest('PRSELR_EL1', 30), guest('PRBAR_EL1', 0)])).toBe(
      'not concerned',
    );
  });

  it('is broken by any access where there is no region', () => {
    const made: Made[] = [[{ step: 'idle' }, [read('PRBAR_EL1')]]];

    expect(judge('MPU-A-032', made, { el1Regions: 0 })).toBe('broken in step 0');
  });
});

describe('MPU-A-033', () => {
  it('is broken where the regions of another vCPU stay on', () => {
    expect(judge('MPU-A-033', [...first, run(1)])).toBe('broken in step 6');
    expect(judge('MPU-A-033', [...first, run(0, [], 1)])).toBe('broken in step 6');
    expect(judge('MPU-A-033', [...first, run(1, cleared)])).toBe('held');
  });

  it('is broken where they stay on under another number', () => {
    const elsewhere = region(1, 4, 0x40000000, 0x40000fff, 2, 1);

    expect(judge('MPU-A-033', [...first, run(1, [...cleared, ...elsewhere])])).toBe(
      'broken in step 6',
    );
  });

  it('is broken where only the base is that of the vCPU', () => {
    const base = [write('PRSELR_EL1', 17), write('PRBAR_EL1', 0x30000002)];

    expect(judge('MPU-A-033', [...first, run(1, base)])).toBe('broken in step 6');
  });

  it('allows two vCPUs the same region', () => {
    const both = [...first, run(1, cleared), ...programs, run(0, restored)];

    expect(judge('MPU-A-033', both)).toBe('held');
  });

  it('asks nothing while the idle vCPU runs, or where nobody enabled a region', () => {
    expect(judge('MPU-A-033', [run(0, restored), run(1), idle])).toBe('not concerned');
    expect(judge('MPU-A-033', [...first, idle]).startsWith('broken')).toBe(false);
  });
});

describe('MPU-P-041', () => {
  const selecting = (selector: number) => [run(0), guest('PRSELR_EL1', selector), idle];

  it('is exercised where something else was selected meanwhile', () => {
    const walk = [write('PRSELR_EL1', 16), write('PRSELR_EL1', 0)];
    const back = [...walk, write('PRSELR_EL1', 5)];

    expect(judge('MPU-P-041', [...selecting(5), run(0, back)], {}, '2023')).toBe('held');
    expect(judge('MPU-P-041', [...selecting(5), run(0, walk)], {}, '2023')).toBe(
      'broken in step 3',
    );
    expect(judge('MPU-P-041', [...selecting(0), run(0, walk)], {}, '2023')).toBe('held');
    const still = [...selecting(0), run(0, [write('PRSELR_EL1', 0)])];
    expect(judge('MPU-P-041', still, {}, '2023')).toBe('not concerned');
  });
});

describe('MPU-A-034', () => {
  it('asks MSA of every domain where EL1 can have both', () => {
    expect(judge('MPU-A-034', [run(0), run(2), run(1)])).toBe('held');
    expect(judge('MPU-A-034', [run(2, [write('VTCR_EL2', 0)])])).toBe('broken in step 0');
    expect(judge('MPU-A-034', [run(2), run(0, [write('VTCR_EL2', MSA)])])).toBe('broken in step 1');
    expect(judge('MPU-A-034', [run(0), idle], { vmsa: false })).toBe('not concerned');
  });

  it('asks that TCR and TTBR of a vCPU with VMSA are put back', () => {
    const names = ['TCR_EL1', 'TTBR0_EL1', 'TTBR1_EL1'];
    const programs = names.map((name, n) => guest(name, 0x1000 + n));
    const other = [run(2, [translation('TTBR0_EL1', 0x9000)], 1), guest('TTBR0_EL1', 0x9000)];
    const back = names.map((name, n) => translation(name, 0x1000 + n));

    expect(judge('MPU-A-034', [run(2), ...programs, ...other, run(2, back)])).toBe('held');
    expect(judge('MPU-A-034', [run(2), ...programs, ...other, run(2)])).toBe('broken in step 6');
    expect(judge('MPU-A-034', [run(2), ...programs, run(0, [translation('TCR_EL1', 0)])])).toBe(
      'held',
    );
  });
});
