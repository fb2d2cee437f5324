import { MpuOutcome } from '../../../models/contract/mpu-encoded';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { overrideMethod } from '../fault';
import { mpuFault } from '../mpu-fault';

export default mpuFault({
  id: 'mpu-vmid-elsewhere',
  title: 'The VMID is in bits 23:16 of VSCTLR in PMSAv8-64, in bits 31:24 in PMSAv8-32.',
  caughtBy: ['MPU-A-021'],
  override(system) {
    overrideMethod(system, 'read', (original) => (register, index) => {
      const outcome = original(register, index);
      if (register !== MpuRegister.VSCTLR_EL2 || outcome !== MpuOutcome.Value) return outcome;
      system.low = system.machine.format === 64 ? system.high : system.low << 8;
      system.high = 0;
      return outcome;
    });
  },
});
