import type { MpuMachine } from '../../../models/contract/mpu';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import { MpuSystem } from '../../../models/pmsav8';
import { Random } from '../../../src/workload/random';

const COUNTS = Array.from({ length: 256 }, (_, count) => count);

/** A system with random contents in all registers. */
function filled(machine: MpuMachine, random: Random): MpuSystem {
  const system = new MpuSystem(machine);
  const counts = [machine.el1Regions, machine.el2Regions];
  const any = (): number => random.next() | 0;
  counts.forEach((count, level) => {
    const offset = 7 * level;
    for (let number = 0; number < count; number++) {
      system.write(MpuRegister.PRSELR_EL1 + offset, -1, number, 0);
      system.write(MpuRegister.PRBAR_EL1 + offset, -1, any(), any());
      system.write(MpuRegister.PRLAR_EL1 + offset, -1, any(), any());
    }
    system.write(MpuRegister.PRSELR_EL1 + offset, -1, random.below(Math.max(1, count)), 0);
    system.write(MpuRegister.MAIR_EL1 + offset, -1, any(), any());
    system.write(MpuRegister.SCTLR_EL1 + offset, -1, any(), 0);
  });
  for (const register of [MpuRegister.HCR_EL2, MpuRegister.VTCR_EL2, MpuRegister.VSCTLR_EL2]) {
    system.write(register, -1, any(), any());
  }
  return system;
}

/** Everything that can be read of a level, PRSELR first, since reading the regions changes it. */
function contents(system: MpuSystem, level: 1 | 2): number[] {
  const offset = level === 1 ? 0 : 7;
  const values: number[] = [];
  const take = (register: number): void => {
    system.read(register + offset);
    values.push(system.low, system.high);
  };
  take(MpuRegister.PRSELR_EL1);
  take(MpuRegister.MAIR_EL1);
  take(MpuRegister.SCTLR_EL1);
  take(MpuRegister.PRENR_EL1);
  const selector = values[0];
  const { count } = level === 1 ? system.el1 : system.el2;
  for (let number = 0; number < count; number++) {
    system.write(MpuRegister.PRSELR_EL1 + offset, -1, number, 0);
    take(MpuRegister.PRBAR_EL1);
    take(MpuRegister.PRLAR_EL1);
  }
  system.write(MpuRegister.PRSELR_EL1 + offset, -1, selector, 0);
  return values;
}

function others(system: MpuSystem): number[] {
  return [MpuRegister.HCR_EL2, MpuRegister.VTCR_EL2, MpuRegister.VSCTLR_EL2].flatMap((register) => {
    system.read(register);
    return [system.low, system.high];
  });
}

function everything(system: MpuSystem): string {
  return [contents(system, 1), contents(system, 2), others(system)].join(' ');
}

describe.each([32, 64] as const)('MPU-A-031: save and restore in PMSAv8-%i', (format) => {
  const machineWith = (count: number): MpuMachine => ({
    format,
    el1Regions: count,
    el2Regions: (count * 7) % 256,
    vmsa: format === 64,
  });

  it('of the whole state is the identity for every count', () => {
    const random = new Random(format);
    const wrong = COUNTS.filter((count) => {
      const [system, other] = [
        filled(machineWith(count), random),
        filled(machineWith(count), random),
      ];
      const before = everything(system);
      if (everything(other) === before) return true;
      const image = new Int32Array(system.imageWords);
      system.save(image);
      other.restore(image);
      const again = new Int32Array(other.imageWords);
      other.save(again);
      return everything(other) !== before || again.join() !== image.join();
    });

    expect(wrong).toEqual([]);
  });

  it('of EL1 alone keeps PRSELR_EL1 (MPU-A-030) and leaves EL2 as it is', () => {
    const random = new Random(format + 1);
    const wrong = COUNTS.filter((count) => {
      const [system, other] = [
        filled(machineWith(count), random),
        filled(machineWith(count), random),
      ];
      const guest = contents(system, 1).join();
      const hypervisor = contents(other, 2).join();
      const image = new Int32Array(system.el1.imageWords);
      system.el1.save(image);
      other.el1.restore(image);
      return contents(other, 1).join() !== guest || contents(other, 2).join() !== hypervisor;
    });

    expect(wrong).toEqual([]);
  });

  it('reset leaves nothing', () => {
    const system = filled(machineWith(40), new Random(3));
    system.reset();

    const empty = new MpuSystem(machineWith(40));
    expect(everything(system)).toBe(everything(empty));
  });
});
