import type { MpuRegisterAccess, MpuScriptStep } from '../../../../models/contract/mpu-script';
import { MpuRegister } from '../../../../models/contract/mpu-registers';
import { xenMpu2023, xenMpuPoc2022 } from '../../../../models/xen-mpu';
import {
  allPhases,
  createStep,
  guestWrite,
  idleStep,
  switchStep,
} from '../../../models/xen-mpu/design-2023/support';
import type { Case, Tampering } from './support';
import { verdict } from './support';

const phases = allPhases(xenMpu2023);
const upTo = (phase: string): MpuScriptStep[] =>
  phases.slice(0, xenMpu2023.phases.indexOf(phase) + 1);
const comingUp: Case = {
  of: xenMpu2023,
  machine: { cpus: 3 },
  steps: upTo('secondary-cpus'),
};
const on = (cpu: number, step: MpuScriptStep): MpuScriptStep => ({ ...step, cpu }) as MpuScriptStep;

/** A vCPU selects a region, and goes from one CPU to another. */
const moving: Case = {
  of: xenMpuPoc2022,
  machine: { cpus: 2 },
  steps: [
    ...[...allPhases(xenMpuPoc2022), createStep(0), switchStep(0)],
    ...[guestWrite('PRSELR_EL1', '0x5'), idleStep, on(1, switchStep(0))],
  ],
};

const isLimit = (access: MpuRegisterAccess): boolean =>
  access.does === 'write' && access.register === MpuRegister.PRLAR_EL2;

const tamperings: [what: string, script: Case, tampering: Tampering][] = [
  ['a CPU does not come up', comingUp, ({ others }) => ({ others: others!.slice(1) })],
  [
    'a CPU has a region less in its table',
    comingUp,
    ({ others: [one, other] = [] }) => ({ others: [one, { ...other, table: one.table.slice(1) }] }),
  ],
  [
    'a CPU enables no region',
    comingUp,
    ({ others: [one, other] = [] }) => ({
      others: [{ ...one, accesses: one.accesses.filter((access) => !isLimit(access)) }, other],
    }),
  ],
  [
    'a CPU keeps what booting needed',
    { ...comingUp, steps: upTo('remove-early-mappings') },
    ({ others: [one, other] = [] }) => ({
      others: [{ ...one, accesses: one.accesses.slice(0, 1) }, other],
    }),
  ],
];

describe('MPU-P-063', () => {
  it.each(tamperings)('is broken if %s', (_what, script, tampering) => {
    expect(verdict('MPU-P-063', script)).toBe('held');
    expect(verdict('MPU-P-063', script, [], tampering)).toBe('broken in step -1');
  });

  it('says nothing of one CPU, nor of one on which a guest runs', () => {
    expect(verdict('MPU-P-063', { of: xenMpu2023, steps: phases })).toBe('not concerned');
    const running: Case = {
      ...comingUp,
      steps: [...phases, createStep(0), on(1, switchStep(0))],
    };
    const table: Tampering = (last) => ({ table: last.table.slice(1) });
    expect(verdict('MPU-P-063', running, [], table)).toBe('held');
  });
});

describe('a vCPU that goes to another CPU', () => {
  it.each(['MPU-P-041', 'MPU-A-031'])('%s is asked there', (id) => {
    expect(verdict(id, moving)).toBe('held');
    expect(verdict(id, moving, ['PMPU-41'])).toBe('broken in step -1');
  });

  it('MPU-A-033: on each CPU', () => {
    const enabling: Case = {
      ...moving,
      steps: [
        ...[...allPhases(xenMpuPoc2022), createStep(0), createStep(1)],
        ...[switchStep(0), guestWrite('PRLAR_EL1', '0x60000fc1'), idleStep],
        ...[on(1, switchStep(0)), on(1, switchStep(1))],
      ],
    };
    const keeping: Tampering = ({ accesses }) => ({
      accesses: accesses.filter(
        (one) => one.does !== 'write' || one.register !== MpuRegister.PRLAR_EL1,
      ),
    });
    expect(verdict('MPU-A-033', enabling)).toBe('held');
    expect(verdict('MPU-A-033', enabling, [], keeping)).toBe('broken in step -1');
  });
});
