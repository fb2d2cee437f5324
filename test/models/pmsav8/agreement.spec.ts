import type { EncodedMpuProgram } from '../../../models/contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuStepKind,
  addressOf,
} from '../../../models/contract/mpu-encoded';
import type { MpuChoices } from '../../../models/pmsav8';
import { MpuSystem, Sctlr, Sweep, translate, usualChoices } from '../../../models/pmsav8';
import { MpuGenerator } from '../../../src/workload/mpu/generator';

/** Runs a program on both, and gives the first probe on which the answers differ, or −1. */
function firstDifference(
  program: EncodedMpuProgram,
  resolved: MpuSystem,
  swept: MpuSystem,
): number {
  const { steps, length } = program;
  let sweep: Sweep | undefined;
  for (let number = 0; number < length; number++) {
    const at = number * MPU_STRIDE;
    const [subject, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
    const [low, high] = [steps[at + MPU_LOW], steps[at + MPU_HIGH]];
    if (steps[at + MPU_KIND] === MpuStepKind.Write) {
      resolved.write(subject, index, low, high);
      swept.write(subject, index, low, high);
      sweep = undefined;
    }
    if (steps[at + MPU_KIND] !== MpuStepKind.Probe) continue;
    sweep ??= new Sweep(swept);
    const address = addressOf(low, high);
    if (translate(resolved, address, subject, index) !== sweep.resolve(address, subject, index)) {
      return number;
    }
  }
  return -1;
}

describe('The two resolvers', () => {
  it.each([1, 2, 3])('agree on random programs (seed %i)', (seed) => {
    const generator = new MpuGenerator(seed);
    const program = generator.newProgram();
    const differing: number[] = [];
    for (let index = 0; index < 1000; index++) {
      generator.generate(index, program);
      const [one, two] = [new MpuSystem(program.machine), new MpuSystem(program.machine)];
      if (firstDifference(program, one, two) >= 0) differing.push(index);
    }

    expect(differing).toEqual([]);
  });
});

/** Rules that are wrong, put into one of the two systems. */
const wrong: Record<string, (system: MpuSystem) => void> = {
  'the lowest of several regions wins': ({ el1, el2 }) => {
    for (const mpu of [el1, el2]) {
      const match = mpu.match.bind(mpu);
      mpu.match = (address) => {
        const found = match(address);
        if (found !== -2) return found;
        for (let n = 0; ; n++) {
          const base = (mpu.readBarLow(n) & ~63) >>> 0;
          const limit = (mpu.readLarLow(n) | 63) >>> 0;
          const low = address % 2 ** 32;
          if ((mpu.readLarLow(n) & 1) !== 0 && low >= base && low <= limit) return n;
        }
      };
    }
  },
  'the last byte is outside': ({ el2 }) => {
    const match = el2.match.bind(el2);
    el2.match = (address) =>
      match(address) >= 0 && match(address + 1) === -1 ? -1 : match(address);
  },
  'granules of 4 KiB': ({ el1 }) => {
    const writeLar = el1.writeLar.bind(el1);
    el1.writeLar = (region, low, high) => writeLar(region, low | 0xfc0, high);
  },
  'disabled regions match': ({ el1 }) => {
    const writeLar = el1.writeLar.bind(el1);
    el1.writeLar = (region, low, high) => writeLar(region, low | 1, high);
  },
  'PRENR does nothing': ({ el2 }) => {
    el2.writePrenr = () => undefined;
  },
  'PRENR stops at region 16': ({ el1 }) => {
    const writePrenr = el1.writePrenr.bind(el1);
    el1.writePrenr = (bits) => writePrenr((bits & 0xffff) | (el1.readPrenr() & ~0xffff));
  },
  'PRBARn counts from 0 in every block': ({ el2, machine }) => {
    const regionOf = el2.regionOf.bind(el2);
    el2.regionOf = (index) => (index > 0 && machine.format === 64 ? index : regionOf(index));
  },
  'direct registers wrap at 16': ({ el1 }) => {
    const regionOf = el1.regionOf.bind(el1);
    el1.regionOf = (index) => (index >= 16 ? index - 16 : regionOf(index));
  },
  'the selector has five bits': ({ el2 }) => {
    const writePrselr = el2.writePrselr.bind(el2);
    el2.writePrselr = (value) => writePrselr(value & 31);
  },
  'no WXN': ({ el2 }) => {
    const writeSctlr = el2.writeSctlr.bind(el2);
    el2.writeSctlr = (value) => writeSctlr(value & ~Sctlr.WXN);
  },
  'background region always': ({ el1 }) => {
    const writeSctlr = el1.writeSctlr.bind(el1);
    el1.writeSctlr = (value) => writeSctlr(value | Sctlr.BR);
  },
  'MAIR has four bytes': ({ el2 }) => {
    const memoryType = el2.memoryType.bind(el2);
    el2.memoryType = (attribute) => memoryType(attribute & 3);
  },
  'addresses have 32 bits': ({ el1 }) => {
    const writeBar = el1.writeBar.bind(el1);
    el1.writeBar = (region, low) => writeBar(region, low, 0);
  },
  'MAIR is not restored after a write of HCR': (system) => {
    const write = system.write.bind(system);
    system.write = (register, index, low, high) => {
      if (register === 14) system.el1.mairLow = 0;
      return write(register, index, low, high);
    };
  },
};

/** Other choices must show as well. */
const chosen: Record<string, Partial<MpuChoices>> = {
  'XN[0] for EL2': { executeNever: { ...usualChoices.executeNever, el2: 1 } },
  'XN[1] for stage 2': { executeNever: { ...usualChoices.executeNever, stage2: 2 } },
  'XN[0] for EL0': { executeNever: { ...usualChoices.executeNever, el0: 1 } },
  'everything executes': { defaultMap: () => 0x1e00 },
};

describe('Random programs notice', () => {
  function noticed(make: (machine: EncodedMpuProgram['machine']) => MpuSystem): boolean {
    const generator = new MpuGenerator(11);
    const program = generator.newProgram();
    for (let index = 0; index < 1500; index++) {
      generator.generate(index, program);
      const right = new MpuSystem(program.machine);
      if (firstDifference(program, make(program.machine), right) >= 0) return true;
    }
    return false;
  }

  it.each(Object.entries(wrong))('%s', (_name, change) => {
    const make = (machine: EncodedMpuProgram['machine']) => {
      const system = new MpuSystem(machine);
      change(system);
      return system;
    };

    expect(noticed(make)).toBe(true);
  });

  it.each(Object.entries(chosen))('%s', (_name, choices) => {
    expect(noticed((machine) => new MpuSystem(machine, { ...usualChoices, ...choices }))).toBe(
      true,
    );
  });
});
