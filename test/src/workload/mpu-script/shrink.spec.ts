import { fc, test } from '@fast-check/jest';
import type { MpuScript, MpuShown } from '../../../../models/contract/mpu-script';
import { xenMpu2026, xenMpuPoc2022 } from '../../../../models/xen-mpu';
import { checkMpuScript } from '../../../../src/validate';
import { MpuScriptGenerator } from '../../../../src/workload/mpu-script/generator';
import {
  minimiseMpuScript,
  minimiseMpuScriptElsewhere,
  mpuScriptShrinkCandidates,
} from '../../../../src/workload/mpu-script/shrink';
import { sparesXen } from '../../../../src/workload/mpu-script/spares-xen';
import { withGuests } from './support';

const scripts = fc
  .tuple(fc.integer({ min: 0, max: 0x7fffffff }), fc.nat(1000), fc.boolean())
  .map(([seed, index, guests]) =>
    new MpuScriptGenerator(seed, guests ? withGuests : xenMpu2026, { maxSteps: 30 }).generate(
      index,
    ),
  );

/** What a user has to read; nothing of it may grow. */
function sizes({ machine, layout, steps }: MpuScript): number[] {
  const lists = Object.values(layout).filter((value) => Array.isArray(value));
  return [
    steps.length,
    machine.el1Regions,
    machine.el2Regions,
    machine.vmsa ? 1 : 0,
    layout.earlyUart ? 1 : 0,
    ...lists.map((list) => list.length),
    ...layout.domains.flatMap(({ memory, devices }) => [memory.length, devices.length]),
  ];
}

/** Does a script show a deviation of Xen? It is the only one left on one side. */
function differs({ machine, layout, steps }: MpuScript, id: string, xen = xenMpu2026): boolean {
  const ids = xen.deviations.map((one) => one.id);
  const left = xen.repaired!(ids.filter((one) => one !== id)).create(machine, layout);
  const right = xen.repaired!(ids).create(machine, layout);
  const text = (shown: MpuShown): string =>
    JSON.stringify([shown.result, shown.low, shown.high, shown.strayBytes, shown.accesses]) +
    shown.table.map(({ references, larBits }) => `${references} ${larBits}`).join();
  return steps.some((step) => text(left.execute(step)) !== text(right.execute(step)));
}

describe('mpuScriptShrinkCandidates', () => {
  test.prop([scripts], { numRuns: 20 })('gives other scripts, none larger', (given) => {
    const before = sizes(given);
    const text = JSON.stringify(given);

    let count = 0;
    for (const candidate of mpuScriptShrinkCandidates(given)) {
      if (count++ % 5 !== 0) continue;
      expect(sparesXen(checkMpuScript(candidate))).toBe(true);
      expect(sizes(candidate).filter((size, n) => size > (before[n] ?? 0))).toEqual([]);
      expect(JSON.stringify(candidate)).not.toBe(text);
    }

    expect(count).toBeGreaterThan(given.steps.length / 2);
    expect(JSON.stringify(given)).toBe(text);
  });
});

describe('minimiseMpuScript', () => {
  // Steps that show it, as few as there can be: the assembly, what maps, what shows.
  it.each([
    ['XMPU-01', 1],
    ['XMPU-02', 1],
    ['XMPU-05', 5],
    ['XMPU-06', 4],
    ['XMPU-07', 2],
    ['XMPU-08', 2],
    ['XMPU-09', 2],
    ['XMPU-10', 3],
    ['XMPU-11', 1],
    ['XMPU-12', 2],
    ['XMPU-13', 2],
    ['XMPU-15', 3],
  ])('finds what little shows %s: %d steps', (id, most) => {
    const generator = new MpuScriptGenerator(5, xenMpu2026, { maxSteps: 60 });
    let found: MpuScript | undefined;
    for (let index = 0; index < 3000 && !found; index++) {
      const script = generator.generate(index);
      if (differs(script, id)) found = script;
    }
    const fails = (script: MpuScript): boolean => differs(script, id);

    const minimal = minimiseMpuScript(found!, fails);

    expect(fails(minimal)).toBe(true);
    expect(minimal.origin).toBeUndefined();
    expect(minimal.steps.length).toBeLessThanOrEqual(most);
    expect(minimiseMpuScript(minimal, fails)).toEqual(minimal);
  });

  // As above, and what makes the domain and lets it run.
  it.each([
    ['PMPU-04', 3],
    ['PMPU-05', 2],
    ['PMPU-22', 3],
    ['PMPU-23', 6],
    ['PMPU-24', 4],
    ['PMPU-26', 3],
    ['PMPU-40', 5],
    ['PMPU-41', 5],
    ['PMPU-60', 2],
    ['PMPU-61', 4],
    ['PMPU-64', 2],
  ])('of the proof of concept: %s, %d steps', (id, most) => {
    const fails = (script: MpuScript): boolean => differs(script, id, xenMpuPoc2022);
    const generator = new MpuScriptGenerator(5, xenMpuPoc2022, { maxSteps: 60 });
    let index = 0;
    while (!fails(generator.generate(index))) index++;

    const minimal = minimiseMpuScript(generator.generate(index), fails);

    expect(minimal.steps.length).toBeLessThanOrEqual(most);
    expect(minimal.machine.cpus).toBeUndefined();
    const ranges = minimal.layout.domains.map(({ memory, devices, emulated }) => [
      ...[...memory, ...devices, ...emulated],
    ]);
    // One more than there are regions, or two that overlap.
    expect(ranges.flat().length).toBeLessThanOrEqual(id === 'PMPU-22' ? 7 : 2);
  });

  it('finds that the 33rd region has to be there, and no more', () => {
    const generator = new MpuScriptGenerator(5, xenMpu2026, {
      machines: [{ format: 32, el1Regions: 16, el2Regions: 64, vmsa: false }],
    });
    const fails = (script: MpuScript): boolean => differs(script, 'XMPU-03');
    let index = 0;
    while (!fails(generator.generate(index))) index++;

    const minimal = minimiseMpuScript(generator.generate(index), fails);

    expect(minimal.machine.el2Regions).toBe(33);
    // Four to six regions of booting, and the mappings up to number 32.
    expect(minimal.steps.filter(({ step }) => step !== 'map').length).toBeLessThanOrEqual(4);
    expect(minimal.steps.length).toBeLessThanOrEqual(34);
  });

  test.prop([scripts], { numRuns: 3 })('finds the same elsewhere, from text', async (given) => {
    const fails = ({ steps }: MpuScript): boolean =>
      steps.filter(({ step }) => step === 'map').length > 1;
    const fromFile = checkMpuScript(JSON.parse(JSON.stringify(given)));

    const elsewhere = await minimiseMpuScriptElsewhere(fromFile, (s) => Promise.resolve(fails(s)));

    expect(elsewhere).toEqual(minimiseMpuScript(given, fails));
  });

  it('shrinks a script that does not spare Xen, too', () => {
    const [given] = [new MpuScriptGenerator(1, xenMpu2026).generate(1)];
    const text = { step: 'unmap', ...given.layout.sections.text } as const;
    const harmful = { ...given, steps: [...given.steps, text] };

    const minimal = minimiseMpuScript(harmful, ({ steps }) =>
      steps.some(({ step }) => step === 'unmap'),
    );

    expect(minimal.steps).toHaveLength(1);
    expect(minimal.layout.domains).toEqual([]);
  });
});
