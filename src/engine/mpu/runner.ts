import type { MpuMachine, MpuProgram } from '../../../models/contract/mpu';
import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import { OBSERVED_STRIDE } from '../../../models/contract/mpu-encoded';
import type {
  MpuHypervisorImplementation,
  MpuImplementation,
  MpuMachines,
  MpuProcessor,
  MpuProcessorImplementation,
} from '../../../models/contract/mpu-implementation';
import type { MpuScript, MpuShown } from '../../../models/contract/mpu-script';
import type { MpuRequirement } from '../../../properties/mpu/requirement';
import { encodeMpu } from '../../workload/mpu/encode';
import type { Break, MpuTally } from './judge';
import { MpuJudge, newMpuTally } from './judge';

/** A region program or a script, as JSON has it. */
export type MpuPiece = MpuProgram | MpuScript;

export function isScript(piece: MpuPiece): piece is MpuScript {
  return piece.format === 'lockstep-mpu-script-1';
}

/** Whether an implementation can be this machine. */
export function canBe(machines: MpuMachines, machine: MpuMachine): boolean {
  const { formats, regions, vmsa, anyMsa, cpus = 1 } = machines;
  if (!formats.includes(machine.format) || (machine.vmsa && !vmsa)) return false;
  if ((machine.cpus ?? 1) > cpus) return false;
  const isUsual = machine.msa === undefined && machine.msaFrac === undefined;
  if (!isUsual && anyMsa !== true) return false;
  return (
    regions === undefined ||
    regions.some(
      ({ el1Regions, el2Regions }) =>
        el1Regions === machine.el1Regions && el2Regions === machine.el2Regions,
    )
  );
}

/** What an implementation showed of a piece, and which requirements that breaks. */
export interface Judged {
  breaks: Break[];
  /** Of a region program. */
  observations?: Int32Array;
  /** Of a script. */
  shown?: MpuShown[];
}

/** One implementation, ready to run and be judged. */
export class MpuRunner {
  readonly tally: MpuTally;
  private readonly judge: MpuJudge;
  /** Processors by machine. */
  private readonly processors = new Map<string, MpuProcessor>();

  constructor(
    readonly implementation: MpuImplementation,
    readonly requirements: readonly MpuRequirement[],
  ) {
    this.tally = newMpuTally(requirements);
    this.judge = new MpuJudge(requirements, this.tally);
  }

  /** Runs a piece in this process, and judges it. */
  run(piece: MpuPiece): Judged {
    if (isScript(piece)) return this.runScript(piece);
    const program = encodeMpu(piece);
    const observations = new Int32Array(program.length * OBSERVED_STRIDE);
    return { breaks: this.runProgram(program, observations), observations };
  }

  /** @param observations are filled */
  runProgram(program: EncodedMpuProgram, observations: Int32Array): Break[] {
    this.processorFor(program.machine).run(program, observations);
    return this.judgeProgram(program, observations);
  }

  /** Judges what was shown elsewhere. */
  judgeProgram(program: EncodedMpuProgram, observations: Int32Array): Break[] {
    return this.judge.program(program, observations);
  }

  runScript(script: MpuScript): Judged {
    const { implementation } = this;
    const { create, design } = implementation as MpuHypervisorImplementation;
    const hypervisor = create(script.machine, script.layout);
    const shown = script.steps.map((step) => hypervisor.execute(step));
    return { breaks: this.judge.script(script, shown, design), shown };
  }

  private processorFor(machine: MpuMachine): MpuProcessor {
    const key = JSON.stringify(machine);
    let processor = this.processors.get(key);
    if (!processor) {
      processor = (this.implementation as MpuProcessorImplementation).create(machine);
      this.processors.set(key, processor);
    }
    return processor;
  }
}

/** What answers as an implementation does in this process: itself, or the model of what runs elsewhere. */
export function modelOf(implementation: MpuImplementation): MpuImplementation {
  return implementation.twin ?? implementation;
}
