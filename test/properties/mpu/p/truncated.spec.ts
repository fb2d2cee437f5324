import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import { xenMpuDraftA } from '../../../../models/xen-mpu';
import { Xen2023 } from '../../../../models/xen-mpu/design-2023';
import { revision2023 } from '../../../../models/xen-mpu/design-2023/variant';
import { allMpuRequirements } from '../../../../properties/mpu';
import {
  allPhases,
  createStep,
  guestRead,
  guestWrite,
  machine2023,
  switchStep,
} from '../../../models/xen-mpu/design-2023/support';
import { judgedAtRandom } from '../random-scripts';
import type { Case, Tampering } from './support';
import { verdict } from './support';

/** Draft A that keeps 32 regions, and tells guests of no more. */
const truncated: MpuHypervisorImplementation = {
  ...xenMpuDraftA,
  deviations: [],
  create: (machine, layout) =>
    new Xen2023(
      machine,
      layout,
      { ...revision2023, el1Room: 32, el1Beyond: 'truncated' },
      () => false,
    ),
  repaired: () => truncated,
};
const requirements = allMpuRequirements().filter(
  (one) => one.judges === 'script' && one.designs.includes('2023'),
);
const running = (...more: Case['steps']): Case => ({
  of: truncated,
  machine: { el1Regions: 40 },
  steps: [...allPhases(truncated), createStep(0), switchStep(0), ...more],
});
const told =
  (low: number): Tampering =>
  () => ({ low });

describe('a design that keeps fewer regions of EL1 than there are', () => {
  it('breaks nothing', () => {
    const machines = [33, 40].flatMap((el1Regions) => [
      { ...machine2023, el1Regions },
      { ...machine2023, el1Regions, format: 32 as const, vmsa: false },
    ]);

    const { broken, exercised } = judgedAtRandom({
      of: truncated,
      requirements,
      count: 200,
      machines,
    });

    expect(broken).toEqual([]);
    expect(exercised).toEqual(expect.arrayContaining(['MPU-A-030', 'MPU-P-040', 'MPU-P-042']));
  });

  it('MPU-P-042: tells guests of no more than it keeps', () => {
    const reading = running(guestRead('MPUIR_EL1'));

    expect(verdict('MPU-P-042', reading)).toBe('held');
    expect(verdict('MPU-P-042', reading, [], told(40))).toBe('broken in step -1');
  });

  it('MPU-P-040: keeps all of these', () => {
    const last: Tampering = ({ accesses }) => ({
      accesses: accesses.filter((one) => one.does !== 'write' || one.index !== 3),
    });

    expect(verdict('MPU-P-040', running())).toBe('held');
    expect(verdict('MPU-P-040', running(), [], last)).toBe('broken in step -1');
  });

  it('MPU-A-030: does not lose a write to one of these', () => {
    const programs = [guestWrite('PRSELR_EL1', '0x11'), guestWrite('PRBAR_EL1', '0x60000002')];
    const script = running(...programs, switchStep(0, 1), switchStep(0));
    const last: Tampering = ({ accesses }) => ({
      accesses: accesses.map((one) =>
        'low' in one && one.low === 0x60000002 ? { ...one, low: 0 } : one,
      ),
    });

    expect(verdict('MPU-A-030', script)).toBe('held');
    expect(verdict('MPU-A-030', script, [], last)).toBe('broken in step -1');
  });
});
