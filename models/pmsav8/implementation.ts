import type { MpuProcessor, MpuProcessorImplementation } from '../contract/mpu-implementation';
import { MpuSystem } from './system';

/** Runs region programs on a system, each from reset. */
export function processorOf(system: MpuSystem): MpuProcessor {
  return {
    run(program, observations) {
      system.reset();
      system.run(program, observations);
    },
  };
}

/** The MPU as the specification has it. */
export const pmsav8: MpuProcessorImplementation = {
  kind: 'processor',
  id: 'model:pmsav8',
  version: 'PMSAv8',
  title: 'Model of PMSAv8-32 and PMSAv8-64 (DDI 0568, DDI 0600)',
  deviations: [],
  machines: { formats: [32, 64], vmsa: true },
  create: (machine) => processorOf(new MpuSystem(machine)),
};
