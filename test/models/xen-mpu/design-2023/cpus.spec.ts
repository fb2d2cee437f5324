import type { MpuScriptStep, MpuShown } from '../../../../models/contract/mpu-script';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import type { Xen2023 } from '../../../../models/xen-mpu/design-2023';
import {
  allPhases,
  bootedXen,
  createStep,
  GUESTS,
  guestRead,
  guestWrite,
  idleStep,
  insertStep,
  mended,
  newXen,
  switchStep,
} from './support';

const cpus = 3;
const on = (cpu: number, step: MpuScriptStep): MpuScriptStep => ({ ...step, cpu }) as MpuScriptStep;
const of2023 = (): Xen2023 => bootedXen(xenMpu2023, { machine: { cpus } });
const readOn = (xen: Xen2023, cpu: number, register: string): MpuShown =>
  xen.execute(on(cpu, guestRead(register)));

describe.each(
  [xenMpuPoc2022, xenMpuV2of2023, xenMpu2023, xenMpu2023Reserving, xenMpuOnDemand].map(
    (of) => [of.id, mended(of)] as const,
  ),
)('the CPUs of %s', (_id, of) => {
  it('MPU-P-063: each has the table of the one that boots, after every phase', () => {
    const xen = newXen(of, { machine: { cpus } });
    let isUp = false;
    for (const step of allPhases(of)) {
      const { result, table, others = [] } = xen.execute(step);
      expect(result).toBe('ok');
      isUp ||= step.step === 'boot' && step.phase === 'secondary-cpus';
      if (!isUp) expect(others).toEqual([]);
      for (const other of others) expect(other.table).toEqual(table);
      if ('phase' in step && step.phase === 'secondary-cpus') {
        expect(others.map(({ cpu }) => cpu)).toEqual([1, 2]);
      }
    }
  });
});

describe('vCPUs on CPUs', () => {
  it('MPU-A-031: find their state on whatever CPU they run', () => {
    const xen = of2023();
    xen.execute(on(1, switchStep(0)));
    xen.execute(on(1, guestWrite('PRSELR_EL1', '0x3')));
    xen.execute(on(1, guestWrite('PRBAR_EL1', '0x60000002')));
    xen.execute(on(1, idleStep));
    expect(xen.execute(on(2, switchStep(0))).result).toBe('ok');

    expect(readOn(xen, 2, 'PRSELR_EL1').low).toBe(3);
    expect(readOn(xen, 2, 'PRBAR_EL1').low).toBe(0x60000002);
    expect(readOn(xen, 1, 'PRBAR_EL1').result).toBe('skipped');
  });

  it('run on one CPU at a time', () => {
    const xen = of2023();
    expect(xen.execute(on(1, switchStep(0, 0))).result).toBe('ok');
    expect(xen.execute(switchStep(0, 0)).result).toBe('skipped');
    expect(xen.execute(switchStep(0, 1)).result).toBe('ok');
    expect(xen.execute(on(2, switchStep(1))).result).toBe('ok');
  });

  it('change the table of their own CPU, and no other', () => {
    const xen = of2023();
    const before = xen.table.show();

    const { table, others } = xen.execute(on(1, switchStep(0)));

    expect(table.some(({ base }) => base === GUESTS)).toBe(true);
    expect(others).toBeUndefined();
    expect(xen.table.show()).toEqual(before);
  });

  it('keep Xen from mapping anything while one runs anywhere', () => {
    const xen = of2023();
    const map = { step: 'map', start: '0xa0000000', end: '0xa0001000', flags: 'rw' } as const;
    xen.execute(on(2, switchStep(0)));
    for (const step of [map, createStep(0), insertStep(0, 0x70000000, 'ram_rw')]) {
      expect(xen.execute(step).result).toBe('skipped');
    }
    xen.execute(on(2, idleStep));

    const { result, table, others } = xen.execute(map);

    expect(result).toBe('ok');
    expect(others!.map((one) => one.table)).toEqual([table, table]);
  });

  it('skips what is to happen on a CPU that there is not', () => {
    const xen = of2023();
    const shown = xen.execute(on(3, switchStep(0)));
    expect(shown).toMatchObject({ result: 'skipped', accesses: [], table: [] });
  });
});
