import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
} from '../../../models/contract/mpu-encoded';
import {
  MPU_REGISTERS,
  MpuRegister,
  isRegionRegister,
} from '../../../models/contract/mpu-registers';
import { prbarMask, prlarMask } from '../../../models/pmsav8/fields';

/**
 * Sets the RES0 bits in what a program writes to PRBAR and PRLAR, and reads each of them back after
 * the next barrier. Software must not write them; a processor must not keep them.
 */
export function withReservedBits(program: EncodedMpuProgram): EncodedMpuProgram {
  const { machine, steps, length } = program;
  const written: number[] = [];
  const made: number[] = [];
  for (let number = 0; number < length; number++) {
    const step = [...steps.subarray(number * MPU_STRIDE, (number + 1) * MPU_STRIDE)];
    if (step[MPU_KIND] === MpuStepKind.Write && isRegionRegister(step[MPU_SUBJECT])) {
      const isBase = step[MPU_SUBJECT] % MPU_REGISTERS === MpuRegister.PRBAR_EL1;
      step[MPU_LOW] |= ~(isBase ? prbarMask : prlarMask)(machine.format);
      // What PRSELR selects may be another one by then.
      if (machine.format === 32 && step[MPU_INDEX] >= 0) {
        written.push(MpuStepKind.Read, step[MPU_SUBJECT], step[MPU_INDEX], 0, 0);
      }
    }
    made.push(...step);
    if (step[MPU_KIND] === MpuStepKind.Barrier) made.push(...written.splice(0));
  }
  return { machine, steps: Int32Array.from(made), length: made.length / MPU_STRIDE };
}
