import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import { xenMpu2026 } from '../../../../models/xen-mpu';
import { ExactScriptFindings } from '../../../../src/engine/mpu/exact-script-findings';
import type { ExactScriptResult, RealHypervisor } from '../../../../src/engine/mpu/exact-scripts';
import { ScriptExactness } from '../../../../src/engine/mpu/exact-scripts';
import { TargetDied } from '../../../../src/errors';
import { phases, steps } from '../../../../src/targets/xen-mpu/hypervisor';
import { checkMpuFinding } from '../../../../src/validate';

/** A real hypervisor that is a model in this process. */
function real(changes: Partial<MpuHypervisorImplementation> = {}): RealHypervisor {
  const { repaired, ...model } = xenMpu2026;
  void repaired;
  return { ...model, id: 'xen-mpu:real', phases, steps, twin: xenMpu2026, ...changes };
}

describe('ScriptExactness', () => {
  const usual = { target: real(), seed: 5, runs: 60 };
  let result: ExactScriptResult;
  beforeAll(async () => {
    result = await new ScriptExactness(usual).run();
  });

  it('finds no difference where there is none, and which deviations showed', () => {
    const { scripts, differing, deaths, deviations } = result;

    expect([scripts, differing, deaths]).toEqual([60, [], []]);
    expect([...deviations.keys()]).toEqual(expect.arrayContaining(['XMPU-06', 'XMPU-10']));
    // XMPU-03 leaves no region that is disabled in that way but number 0, which scripts spare.
    expect([...deviations.keys()]).not.toContain('XMPU-04');
  });

  it('finds the first step of which the two show different things', async () => {
    const mended = xenMpu2026.repaired!(['XMPU-07']);
    const target = real({ create: (machine, layout) => mended.create(machine, layout) });
    const options = { target, seed: 5, runs: 60 };

    const { differing } = await new ScriptExactness(options).run();

    expect(differing.length).toBeGreaterThan(0);
    expect(differing.length).toBeLessThan(60);
    const finding = await new ExactScriptFindings(options, 'out').ofDifference(differing[0].index);
    expect(checkMpuFinding(finding)).toEqual(finding);
    const { length } = finding.script!.steps;
    expect(length).toBeLessThan(5);
    expect(finding.step).toBe(length - 1);
    expect(finding.traces.map(({ implementation }) => implementation)).toEqual([
      ...['xen-mpu:real', 'model:xen-mpu@2026'],
    ]);
    expect(finding.replay).toBe(
      `lockstep replay out/findings/${finding.id}.json --impl xen-mpu:real --impl model:xen-mpu@2026`,
    );
  });

  it('goes on after a script that the real one dies of', async () => {
    const target = real({
      create: (machine, layout) => {
        const xen = xenMpu2026.create(machine, layout);
        return {
          execute: (step) => {
            if (step.step !== 'copy-from-paddr') return xen.execute(step);
            throw new TargetDied('xen-mpu:real', 'killed', 'signal 11', '');
          },
        };
      },
    });

    const { scripts, differing, deaths } = await new ScriptExactness({ ...usual, target }).run();

    expect([scripts, differing]).toEqual([60, []]);
    expect(deaths.length).toBeGreaterThan(0);
    expect(deaths.length).toBeLessThan(60);
    expect(deaths[0].died.message).toContain('xen-mpu:real killed (signal 11)');
  });

  it('makes a script small that shows a deviation', async () => {
    const maker = new ExactScriptFindings(usual, 'out');
    const finding = await maker.ofDeviation(result.deviations.get('XMPU-10')!, 'XMPU-10');

    expect(checkMpuFinding(finding)).toEqual(finding);
    expect(finding).toMatchObject({ id: 'XMPU-10', kind: 'requirement', step: 2 });
    expect(finding.script!.steps.length).toBe(3);
    expect(finding.requirements).toContain('MPU-X-044');
    expect(finding.cause).toEqual(['xen-mpu:real XMPU-10']);
    expect(finding.replay).toContain('out/findings/XMPU-10.json');
    const [shown, mended] = finding.traces.map((trace) => trace.shown[2]);
    expect(shown).toMatch(/^ok: /);
    expect(mended).toBe('EINVAL');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();

    const { scripts, interrupted } = await new ScriptExactness({
      ...usual,
      signal: stop.signal,
    }).run();

    expect([scripts, interrupted]).toEqual([0, true]);
  });
});
