import type { MpuProcessor, MpuProcessorImplementation } from '../contract/mpu-implementation';
import { Sweep } from './sweep';
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

/** The same registers, and the second resolver: it shares nothing with the first. */
class SweptSystem extends MpuSystem {
  private sweep: Sweep | undefined;

  override reset(): void {
    super.reset();
    this.sweep = undefined;
  }

  override write(register: number, index: number, low: number, high: number): number {
    this.sweep = undefined;
    return super.write(register, index, low, high);
  }

  override probe(address: number, level: number, access: number): number {
    this.sweep ??= new Sweep(this);
    return this.sweep.resolve(address, level, access);
  }
}

/** The MPU as the specification has it, answered by the sorted interval sweep. */
export const pmsav8Sweep: MpuProcessorImplementation = {
  ...pmsav8,
  id: 'model:pmsav8-sweep',
  title: 'The same registers, resolved by a sorted interval sweep',
  create: (machine) => processorOf(new SweptSystem(machine)),
};
