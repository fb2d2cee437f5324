import type { MpuMachine } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import type {
  MpuHypervisorImplementation,
  MpuProcessorImplementation,
} from '../../../models/contract/mpu-implementation';
import type { MpuScript } from '../../../models/contract/mpu-script';
import { MpuGenerator } from '../../workload/mpu/generator';
import { MpuScriptGenerator } from '../../workload/mpu-script/generator';
import { canBe } from './runner';

/** The machines that processors are, if any of them is not all: of one of them, and of all. */
function namedMachines(processors: readonly MpuProcessorImplementation[]): {
  all?: readonly MpuMachine[];
  common?: readonly MpuMachine[];
} {
  const all = processors.flatMap(({ machines: { formats, regions = [] } }) =>
    formats.flatMap((format) => regions.map((counts) => ({ format, ...counts, vmsa: false }))),
  );
  if (all.length === 0) return {};
  const isCommon = (machine: MpuMachine): boolean =>
    processors.every(({ machines }) => canBe(machines, machine));
  return { all, common: all.filter(isCommon) };
}

/** Whether there is a machine that two processors can be. */
export function haveMpuMachinesInCommon(
  processors: readonly MpuProcessorImplementation[],
): boolean {
  return namedMachines(processors).common?.length !== 0;
}

/** The region programs of a campaign: what all processors can run, if there is a machine for that. */
export class Programs {
  private readonly generator: MpuGenerator | undefined;

  constructor(processors: readonly MpuProcessorImplementation[], seed: number) {
    if (processors.length === 0) return;
    const { all, common } = namedMachines(processors);
    // Those that have no machine in common get programs in turn.
    const fitting = common?.length === 0 ? all : common;
    const memory = processors.find(({ memory: own }) => own !== undefined)?.memory;
    this.generator = new MpuGenerator(seed, {
      ...(fitting ? { machines: fitting } : {}),
      ...(memory ? { memory } : {}),
    });
  }

  get isEmpty(): boolean {
    return this.generator === undefined;
  }

  make(index: number): EncodedMpuProgram {
    const program = this.generator!.newProgram();
    this.generator!.generate(index, program);
    return program;
  }
}

/** The scripts of a campaign. Hypervisors that offer the same get the same ones, made once. */
export class Scripts {
  private readonly makers = new Map<string, { generator: MpuScriptGenerator; last?: MpuScript }>();

  constructor(private readonly seed: number) {}

  make(hypervisor: MpuHypervisorImplementation, index: number): MpuScript {
    const { machines, phases, steps } = hypervisor;
    const key = JSON.stringify([machines, phases, steps]);
    let maker = this.makers.get(key);
    if (!maker) {
      maker = { generator: new MpuScriptGenerator(this.seed, { machines, phases, steps }) };
      this.makers.set(key, maker);
    }
    if (maker.last?.origin?.index !== index) maker.last = maker.generator.generate(index);
    return maker.last;
  }
}
