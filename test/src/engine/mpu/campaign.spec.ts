import type {
  MpuHypervisorImplementation,
  MpuImplementation,
  MpuProcessorImplementation,
} from '../../../../models/contract/mpu-implementation';
import { pmsav8 } from '../../../../models/pmsav8';
import { allMpuRequirements } from '../../../../properties/mpu';
import type { MpuCampaignOptions, MpuCampaignResult } from '../../../../src/engine/mpu/campaign';
import { MpuCampaign } from '../../../../src/engine/mpu/campaign';
import { MpuFindings } from '../../../../src/engine/mpu/findings';
import { isScript, MpuRunner } from '../../../../src/engine/mpu/runner';
import { findMpuImplementation } from '../../../../src/targets/mpu-registry';
import { InputError } from '../../../../src/errors';
import { r52 } from '../../../../src/targets/r52/r52';
import { r52Implementations } from '../../../../src/targets/r52/twin';
import { decodeMpu } from '../../../../src/workload/mpu/encode';
import { checkMpuFinding } from '../../../../src/validate';
import { asTwin, fakeTarget } from './fakes';

const requirements = allMpuRequirements();

function options(ids: string[], changes: Partial<MpuCampaignOptions> = {}): MpuCampaignOptions {
  const implementations = ids.map(findMpuImplementation);
  return { implementations, requirements, seed: 3, runs: 40, ...changes };
}

const broken = ({ failures }: MpuCampaignResult): string[] =>
  failures.map(({ requirement }) => requirements[requirement].id).sort();

describe('a campaign on MPUs', () => {
  it('finds nothing wrong with what is right, and exercises what it can', async () => {
    const ids = ['model:pmsav8', 'model:pmsav8-sweep', 'model:xen-mpu@2026+fixed'];

    const result = await new MpuCampaign(options(ids, { runs: 120 })).run();

    expect(result).toMatchObject({ programs: 120, scripts: 120, failures: [], deaths: [] });
    expect(result.differences).toMatchObject([{ pair: [0, 1], programs: 120, differing: 0 }]);
    const exercised = result.runners.map(
      ({ tally }) => tally.exercised.filter((count) => count > 0).length,
    );
    expect(exercised[0]).toBeGreaterThan(15);
    expect(exercised[1]).toBe(exercised[0]);
    expect(exercised[2]).toBeGreaterThan(25);
  });

  it('finds a fault, which no deviation explains, and makes it small', async () => {
    const given = options(['model:pmsav8', 'fault:mpu-wxn-ignored'], { runs: 300 });

    const result = await new MpuCampaign(given).run();

    expect(broken(result)).toContain('MPU-A-017');
    const failure = result.failures.find((f) => requirements[f.requirement].id === 'MPU-A-017')!;
    expect(failure.implementation).toBe(1);
    expect(failure.unexplained).toBe(failure.hits);
    const finding = await new MpuFindings(given, 'out').ofFailure(
      failure,
      new AbortController().signal,
    );
    expect(checkMpuFinding(finding)).toEqual(finding);
    expect(finding.program!.steps.length).toBeLessThan(8);
    const { breaks } = new MpuRunner(given.implementations[1], requirements).run(finding.program!);
    expect(breaks).toContainEqual({ requirement: failure.requirement, step: finding.step });
    expect(finding.replay).toBe(
      `lockstep replay out/findings/${finding.id}.json --impl fault:mpu-wxn-ignored`,
    );
  });

  it('makes a program no smaller than what is real can run', async () => {
    const twin = findMpuImplementation('fault:mpu-wxn-ignored') as MpuProcessorImplementation;
    const { memory } = r52;
    let refused = 0;
    const { open } = fakeTarget((program, observations) => {
      const isLow = decodeMpu(program).steps.some(
        (step) => step.step === 'probe' && Number(step.address) < memory.first,
      );
      if (isLow) refused++;
      else twin.create(program.machine).run(program, observations);
      return isLow ? new InputError('too low') : undefined;
    });
    const given = options([], { implementations: [{ ...r52, twin, open }], runs: 300 });
    const { failures } = await new MpuCampaign(given).run();
    expect(refused).toBe(0);

    const finding = await new MpuFindings(given, 'out').ofFailure(
      failures[0],
      new AbortController().signal,
    );

    expect(refused).toBeGreaterThan(0);
    expect(finding.program!.steps.length).toBeLessThan(10);
    const probes = finding.program!.steps.flatMap((step) => ('address' in step ? step : []));
    expect(probes.length).toBeGreaterThan(0);
    expect(probes.filter(({ address }) => Number(address) < memory.first)).toEqual([]);
  });

  it('compares processors', async () => {
    const given = options(['model:pmsav8', 'fault:mpu-lowest-region-wins']);

    const result = await new MpuCampaign(given).run();

    const [difference] = result.differences;
    expect(difference.differing).toBeGreaterThan(0);
    const finding = new MpuFindings(given, 'out').ofDifference(difference, true);
    expect(checkMpuFinding(finding)).toEqual(finding);
    const [a, b] = finding.traces.map(({ shown }) => shown);
    expect(a[finding.step]).not.toBe(b[finding.step]);
    expect(a.slice(0, finding.step)).toEqual(b.slice(0, finding.step));
  });

  it('explains by its deviations how a real processor differs', async () => {
    const real = { ...r52Implementations[0], open: fakeTarget(asTwin).open };
    const implementations = [real, pmsav8, findMpuImplementation('fault:mpu-wxn-ignored')];
    const given = options([], { implementations, runs: 150 });

    const { differences } = await new MpuCampaign(given).run();

    const [withRight, withWrong] = differences;
    expect(withRight).toMatchObject({ pair: [0, 1], programs: 150, differing: 0 });
    expect(withRight.explained).toBeGreaterThan(100);
    expect([...withRight.causes.keys()].sort()).toEqual(
      expect.arrayContaining(['R52-FSC', 'R52-SH']),
    );
    expect(withRight.causes.get('R52-FSC')).toBeLessThanOrEqual(withRight.explained);
    // A fault is nothing that deviations of the other one explain.
    expect(withWrong).toMatchObject({ pair: [0, 2], programs: 150 });
    expect(withWrong.differing).toBeGreaterThan(0);
    const finding = new MpuFindings(given, 'out').ofDifference(withWrong, true);
    expect(checkMpuFinding(finding)).toEqual(finding);
    const [a, b] = finding.traces.map(({ shown }) => shown);
    expect(a[finding.step]).not.toBe(b[finding.step]);
  });

  it('explains what a hypervisor breaks by its deviations', async () => {
    const result = await new MpuCampaign(options(['model:xen-mpu@2026'])).run();

    expect(result.failures.length).toBeGreaterThan(3);
    for (const { unexplained, causes, piece } of result.failures) {
      expect(unexplained).toBe(0);
      expect(causes.size).toBeGreaterThan(0);
      expect(isScript(piece)).toBe(true);
    }
  });

  it.each(['model:xen-mpu@2026', 'model:xen-mpu@poc-2022'])(
    'names for %s the deviation that says what it breaks, not one that hides it',
    async (id) => {
      const { failures } = await new MpuCampaign(options([id], { runs: 110 })).run();

      const { deviations } = findMpuImplementation(id);
      expect(failures.length).toBeGreaterThan(12);
      for (const { requirement, causes } of failures) {
        const [[usual]] = [...causes].sort(([, a], [, b]) => b - a);
        const says = deviations.find((one) => one.id === usual)!.requirements;
        expect(says).toContain(requirements[requirement].id);
      }
    },
  );

  it('does not explain what is broken with everything mended, too', async () => {
    const xen = findMpuImplementation('model:xen-mpu@2026');
    if (xen.kind !== 'hypervisor') throw new Error('it is a hypervisor');
    const wrong: MpuImplementation = { ...xen, repaired: () => xen };

    const result = await new MpuCampaign(options([], { implementations: [wrong] })).run();

    expect(result.failures.length).toBeGreaterThan(3);
    for (const { unexplained, hits } of result.failures) expect(unexplained).toBe(hits);
  });

  it('does not explain what a real hypervisor breaks and the model of it does not', async () => {
    const xen = findMpuImplementation('model:xen-mpu@2026') as MpuHypervisorImplementation;
    const { repaired, ...real } = xen;
    const implementation = { ...real, id: 'xen-mpu:real', twin: repaired!(['XMPU-07']) };
    const given = options([], { implementations: [implementation], runs: 60 });

    const result = await new MpuCampaign(given).run();

    const unexplained = result.failures.filter((failure) => failure.unexplained > 0);
    expect(unexplained.length).toBeLessThan(result.failures.length);
    const failure = unexplained.find((f) => requirements[f.requirement].id === 'MPU-X-029')!;
    const maker = new MpuFindings(given, 'out');
    const finding = await maker.ofFailure(failure, new AbortController().signal);
    expect(checkMpuFinding(finding)).toEqual(finding);
    expect(finding.script!.steps.length).toBeLessThan(8);
    expect(finding.traces.map((trace) => trace.implementation)).toEqual(['xen-mpu:real']);
  });

  it('does not explain what a real processor breaks and the model of it does not', async () => {
    const wrong = findMpuImplementation('fault:mpu-wxn-ignored') as MpuProcessorImplementation;
    const { machines, memory } = r52;
    const { open } = fakeTarget((program, observations) => {
      wrong.create(program.machine).run(program, observations);
      return undefined;
    });
    const implementation = { ...pmsav8, id: 'qemu:real', machines, memory, open, twin: pmsav8 };
    const deviating = { ...pmsav8, deviations: r52.deviations, repaired: () => pmsav8 };
    const given = options([], {
      implementations: [{ ...implementation, twin: deviating }],
      runs: 300,
    });

    const result = await new MpuCampaign(given).run();

    expect(broken(result)).toContain('MPU-A-017');
    for (const { unexplained, hits } of result.failures) expect(unexplained).toBe(hits);
    const failure = result.failures.find((f) => requirements[f.requirement].id === 'MPU-A-017')!;
    const maker = new MpuFindings(given, 'out');
    const finding = await maker.ofFailure(failure, new AbortController().signal);
    expect(checkMpuFinding(finding)).toEqual(finding);
    expect(finding.program!.steps.length).toBeLessThan(8);
    expect(finding.traces.map((trace) => trace.implementation)).toEqual(['qemu:real']);
    expect(finding.requirements).toContain('MPU-A-017');
  });

  it('shows the same for the same seed, and stops when it is told to', async () => {
    const given = options(['model:pmsav8', 'model:xen-mpu@2026'], { runs: 15 });
    const [one, two] = [await new MpuCampaign(given).run(), await new MpuCampaign(given).run()];
    const stop = new AbortController();
    stop.abort();

    const stopped = await new MpuCampaign({ ...given, signal: stop.signal }).run();

    expect(one.runners.map(({ tally }) => tally)).toEqual(two.runners.map(({ tally }) => tally));
    expect(broken(one)).toEqual(broken(two));
    expect(stopped).toMatchObject({ interrupted: true, programs: 0, scripts: 0 });
  });
});
