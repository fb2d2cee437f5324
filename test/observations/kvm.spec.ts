import { kvmVgic } from '../../models/kvm-vgic/kvm-vgic';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import type { Configuration } from './kvm-corrections';
import { corrections } from './kvm-corrections';
import type { KvmLine } from './kvm-lines';
import { readKvm } from './kvm-lines';
import { kvmOverflowScenarios } from './kvm-overflow-scenarios';
import { LEFT, runKvm } from './kvm-run';
import { kvmScenarios, leftOut } from './kvm-scenarios';

/**
 * The KVM model of each era, on QEMU's list registers, against what the real kernels showed. Every
 * value of data/kvm-*.txt is compared: 440 of 444 lines, 3954 of 4004 values.
 *
 * Left out:
 * - 4 lines `PPI 27 (vtimer owned) KVM_IRQ_LINE` (20 values): timer ownership and errors of the
 *   user-space interface;
 * - 22 values that user space read (`user.…`, `LEVEL_INFO`): the model has no such accessors;
 * - 4 values after ICC_ASGI1R_EL1, which is not in the register table;
 * - 2 values of GICC_IIDR (the hardware's), 2 statuses of an access that left the kernel.
 *
 * The measuring program's scripts are not kept; see `KvmScenario` for what the words come from.
 */

const kernels = { '6.1': 'old', '7.2': 'new' } as const;
type Kernel = keyof typeof kernels;

const model = (kernel: Kernel, hardware = qemuHardware) =>
  kvmVgic({ era: kernels[kernel], repairs: [], hardware });

const files = (['6.1', '7.2'] as const).flatMap((kernel) =>
  ([2, 3] as const).flatMap((gic) =>
    (['', '-overflow'] as const).map((part) => ({
      kernel,
      name: `kvm-${kernel}-gicv${gic}${part}`,
      scenarios: part === '' ? kvmScenarios(gic) : kvmOverflowScenarios(gic),
      lines: readKvm(`kvm-${kernel}-gicv${gic}${part}`),
    })),
  ),
);
type File = (typeof files)[number];

const scenarioOf = (file: File, line: KvmLine) =>
  file.scenarios.find(({ title }) => title === line.title);

/** Names in the data hold blanks, words do not. */
const written = (values: readonly { name: string; value: string }[]) =>
  values.map(({ name, value }) => `${name.replaceAll(' ', '_')}=${value}`);

/** What a model shows for a line, and what was measured without the values that are left out. */
function compared(
  kernel: Kernel,
  file: File,
  line: KvmLine,
): [shown: string[], measured: string[]] {
  const shown = runKvm(
    model(kernel),
    line.gic,
    line.stepped ? 'step' : 'batch',
    scenarioOf(file, line)!,
  );
  const measured = line.measured.map((value, index) =>
    shown[index]?.value === LEFT ? { ...value, value: LEFT } : value,
  );
  return [written(shown), written(measured)];
}

describe.each(files.map((file) => [file.name, file] as const))('%s', (_, file) => {
  const covered = file.lines.filter((line) => scenarioOf(file, line));

  it.each(covered.map((line) => [line.stepped ? 'step' : 'batch', line.title, line] as const))(
    '%s: %s',
    (_mode, _title, line) => {
      const [shown, measured] = compared(file.kernel, file, line);
      expect(shown).toEqual(measured);
    },
  );

  it('names the lines that are left out', () => {
    const others = file.lines.filter((line) => !covered.includes(line));
    expect(others.filter(({ title }) => !(title in leftOut))).toEqual([]);
  });
});

describe('the KVM measurements', () => {
  it('are covered as the head of this file says', () => {
    let lines = 0;
    let covered = 0;
    const values = { measured: 0, compared: 0, left: 0 };
    for (const file of files) {
      for (const line of file.lines) {
        lines++;
        values.measured += line.measured.filter(({ value }) => value !== '').length;
        if (!scenarioOf(file, line)) continue;
        covered++;
        const [shown] = compared(file.kernel, file, line);
        for (const text of shown) {
          if (text.endsWith(`=${LEFT}`)) values.left++;
          else if (!text.endsWith('=')) values.compared++;
        }
      }
    }
    expect({ lines, covered, ...values }).toEqual({
      lines: 444,
      covered: 440,
      measured: 4004,
      compared: 3954,
      left: 30,
    });
  });

  it('tell the eras apart', () => {
    const other = { '6.1': '7.2', '7.2': '6.1' } as const;
    const different = new Set<string>();
    for (const file of files) {
      for (const line of file.lines) {
        if (!scenarioOf(file, line)) continue;
        const [shown, measured] = compared(other[file.kernel], file, line);
        if (shown.join() !== measured.join()) different.add(line.title);
      }
    }
    expect([...different]).toEqual([
      'EOImode=1, 8 SGIs ascending prio; IAR+EOIR(drop) without DIR',
      'nested preemption 6 deep (each higher prio)',
      'EOImode1: DIR from the other vCPU',
      '4 SPIs forced active (ISACTIVER), then SGI 1',
    ]);
  });
});

/** 30 traces on up to four configurations: 66 runs, 161 values. */
describe('corrections measured on real kernels', () => {
  const runs = corrections.flatMap((correction) =>
    Object.entries(correction.shows).map(
      ([configuration, values]) =>
        [configuration as Configuration, correction.title, correction, values] as const,
    ),
  );

  it.each(runs)('%s: %s', (configuration, _title, correction, values) => {
    const [gic, kernel] = configuration.split(' ') as ['v2' | 'v3', Kernel];
    const shown = runKvm(model(kernel), gic === 'v2' ? 2 : 3, 'barrier', correction);
    expect(shown.map(({ value }) => value)).toEqual(values.split(' ').map((value) => `0x${value}`));
  });

  it('are counted', () => {
    const values = runs.flatMap(([, , , shows]) => shows.split(' '));
    expect([corrections.length, runs.length, values.length]).toEqual([30, 66, 161]);
  });
});
