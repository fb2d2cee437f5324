import type { Implementation } from '../../models/contract/implementation';
import { architecture } from '../../models/architecture';
import { qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import { xenVgic } from '../../models/xen-vgic/xen-vgic';
import type { XenLine } from './xen-lines';
import { readXen } from './xen-lines';
import { LEFT, runXen } from './xen-run';
import type { Part } from './xen-scenarios';
import { leftOutOfXen, xenScenarios } from './xen-scenarios';

/**
 * The Xen model of each version, on QEMU's list registers, against what real Xen showed: 177 of 230
 * lines of data/xen-*.txt, 1247 values.
 *
 * Left out:
 * - 20 lines that depend on real time (timers, spinning, WFI until a timer, time of a start);
 * - 20 of devices: their own registers, what was done to them is not recorded, or (GICv2) QEMU's
 *   missing second signal of a line that is still high;
 * - 6 that take interrupts as exceptions, 5 of addresses outside the GIC, 2 that start a vCPU
 *   (`leftOutOfXen` has the reason of each);
 * - 24 values in covered lines (`leave`): GICC_IIDR, ICC_ASGI1R_EL1, LPI and MSI registers, one
 *   operation that is not recorded.
 * Of faults the kind is compared, abort or undefined, not ESR_EL1.
 */

const names = [
  'xen-4.17-gicv2-registers',
  'xen-4.17-gicv3-registers',
  'xen-4.20-gicv2-registers',
  'xen-4.20-gicv3-registers',
  'xen-4.20-gicv2-two-vcpus',
  'xen-4.20-gicv3-two-vcpus',
  'xen-4.20-gicv2-timers-hw-spis',
  'xen-4.20-gicv3-timers-hw-spis',
  'xen-quirks',
];

const parts: readonly Part[] = ['registers', 'two-vcpus', 'timers-hw-spis', 'quirks'];

const files = names.map((name) => ({
  name,
  part: parts.find((part) => name.endsWith(part))!,
  lines: readXen(name),
}));

const scenarioOf = (part: Part, line: XenLine) =>
  xenScenarios(line.gic, part).find(({ label }) => line.label.startsWith(label));
const isLeftOut = (line: XenLine) =>
  Object.keys(leftOutOfXen).some((label) => line.label.startsWith(label));

const model = ({ version }: XenLine) =>
  xenVgic({ version: version as '4.17' | '4.20', repairs: [], hardware: qemuHardware });

/** What a model shows for a line, and what was measured without the values that are left out. */
function compared(implementation: Implementation, part: Part, line: XenLine): [string[], string[]] {
  const scenario = scenarioOf(part, line)!;
  const vcpus = part === 'two-vcpus' ? 2 : 1;
  const shown = runXen(implementation, line.gic, vcpus, scenario, xenScenarios(line.gic, part));
  return [shown, line.values.map((value, index) => (shown[index] === LEFT ? LEFT : value))];
}

describe.each(files.map((file) => [file.name, file] as const))('%s', (_, { part, lines }) => {
  const covered = lines.filter((line) => scenarioOf(part, line));

  it.each(covered.map((line) => [line.version, line.gic, line.label, line] as const))(
    'Xen %s GICv%d: %s',
    (_version, _gic, _label, line) => {
      const [shown, measured] = compared(model(line), part, line);
      expect(shown).toEqual(measured);
    },
  );

  it('names the lines that are left out', () => {
    expect(lines.filter((line) => !covered.includes(line) && !isLeftOut(line))).toEqual([]);
  });
});

describe('the Xen measurements', () => {
  const covered = files.flatMap(({ part, lines }) =>
    lines.filter((line) => scenarioOf(part, line)).map((line) => ({ part, line })),
  );

  it('are covered as the head of this file says', () => {
    const values = covered
      .flatMap(({ part, line }) => compared(model(line), part, line)[0])
      .filter((value) => value !== '|');
    const left = values.filter((value) => value === LEFT).length;
    expect({
      lines: files.flatMap(({ lines }) => lines).length,
      covered: covered.length,
      compared: values.length - left,
      left,
    }).toEqual({ lines: 230, covered: 177, compared: 1247, left: 24 });
  });

  it('are not what the architecture shows', () => {
    const different = covered.filter(({ part, line }) => {
      const [shown, measured] = compared(architecture, part, line);
      return shown.join() !== measured.join();
    });
    expect(different.length).toBeGreaterThan(80);
  });
});
