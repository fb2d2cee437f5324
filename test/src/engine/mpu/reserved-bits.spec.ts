import { decodeMpu, encodeMpu } from '../../../../src/workload/mpu/encode';
import { withReservedBits } from '../../../../src/engine/mpu/reserved-bits';
import { r52 } from '../../../../src/targets/r52/r52';

describe('withReservedBits', () => {
  it('sets what is RES0, and reads direct registers back', () => {
    const program = encodeMpu({
      format: 'lockstep-region-program-1',
      machine: r52.machine,
      steps: [
        { step: 'write', register: 'PRBAR_EL1', value: '0x40' },
        { step: 'write', register: 'PRLAR5_EL2', value: '0x41' },
        { step: 'write', register: 'SCTLR_EL1', value: '0x1' },
        { step: 'barrier' },
      ],
    });

    expect(decodeMpu(withReservedBits(program)).steps).toEqual([
      { step: 'write', register: 'PRBAR_EL1', value: '0x60' },
      { step: 'write', register: 'PRLAR5_EL2', value: '0x71' },
      { step: 'write', register: 'SCTLR_EL1', value: '0x1' },
      { step: 'barrier' },
      { step: 'read', register: 'PRLAR5_EL2' },
    ]);
  });
});
