import { fc, test } from '@fast-check/jest';
import type { MpuScript, MpuScriptStep } from '../../../../models/contract/mpu-script';
import { xenMpu2026 } from '../../../../models/xen-mpu';
import { checkMpuScript } from '../../../../src/validate';
import type { MpuScriptOffer } from '../../../../src/workload/mpu-script/offer';
import { commonOffer } from '../../../../src/workload/mpu-script/offer';
import {
  GUEST_BUDGETS,
  MpuScriptGenerator,
  REGION_BUDGETS,
} from '../../../../src/workload/mpu-script/generator';
import { sparesXen } from '../../../../src/workload/mpu-script/spares-xen';
import { run, withGuests } from './support';

const seeds = fc.integer({ min: 0, max: 0x7fffffff });
const upstream = commonOffer([xenMpu2026]);

function many(count: number, offer: MpuScriptOffer, seed = 1): MpuScript[] {
  const generator = new MpuScriptGenerator(seed, offer);
  return Array.from({ length: count }, (_, index) => generator.generate(index));
}

const kindOf = (step: MpuScriptStep): string =>
  step.step === 'boot' ? `boot ${step.phase}` : step.step;

describe('MpuScriptGenerator', () => {
  test.prop([seeds, fc.nat(1_000_000)], { numRuns: 30 })(
    'names a script by seed and index, whatever was made before',
    (seed, index) => {
      const generator = new MpuScriptGenerator(seed, upstream);
      generator.generate(5);
      const first = generator.generate(index);

      expect(new MpuScriptGenerator(seed, upstream).generate(index)).toEqual(first);
      expect(first.origin).toEqual({ seed, index });
      expect(generator.generate(index + 1).steps).not.toEqual(first.steps);
      expect(new MpuScriptGenerator(seed ^ 1, upstream).generate(index).steps).not.toEqual(
        first.steps,
      );
    },
  );

  test.prop([seeds, fc.nat(100_000), fc.constantFrom(upstream, withGuests)], { numRuns: 200 })(
    'makes scripts that follow the schema and spare Xen',
    (seed, index, offer) => {
      const script = new MpuScriptGenerator(seed, offer).generate(index);

      expect(checkMpuScript(JSON.parse(JSON.stringify(script)))).toEqual(script);
      expect(sparesXen(script)).toBe(true);
      expect(script.steps.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['upstream', upstream],
    ['with guests', withGuests],
  ])('draws what is offered, and nothing else: %s', (_name, offer) => {
    const scripts = many(600, offer);
    const kinds = new Set(scripts.flatMap(({ steps }) => steps.map(kindOf)));
    const offered = [...offer.steps, ...offer.phases.map((phase) => `boot ${phase}`), 'probe'];

    // Mapping is offered with unmapping.
    const rest = offer.steps.includes('modify') ? [] : ['modify'];
    expect([...kinds].sort()).toEqual(offered.filter((kind) => !rest.includes(kind)).sort());
    const machines = scripts.map(({ machine }) => machine);
    const budgets = [0, 1, 2, 3, 4, 5, ...REGION_BUDGETS];
    expect(new Set(machines.map(({ el2Regions }) => el2Regions))).toEqual(new Set(budgets));
    expect(new Set(machines.map(({ el1Regions }) => el1Regions))).toEqual(new Set(GUEST_BUDGETS));
    expect(new Set(machines.map(({ format }) => format))).toEqual(new Set([32, 64]));
    expect(machines.some(({ vmsa }) => vmsa)).toBe(true);
    expect(machines.every(({ vmsa, format }) => !vmsa || format === 64)).toBe(true);
  });

  it('keeps the phases in order', () => {
    for (const { steps } of many(200, upstream)) {
      const order = steps.flatMap((step) =>
        step.step === 'boot' ? [upstream.phases.indexOf(step.phase)] : [],
      );
      expect(order[0]).toBe(0);
      expect(order).toEqual([...new Set(order)].sort());
    }
  });

  it('makes layouts with sections of any kind, devices and domains', () => {
    const layouts = many(400, upstream).map(({ layout }) => layout);
    const edges = layouts.flatMap(({ sections }) =>
      Object.values(sections).map(({ start, end }) => [Number(start), Number(end)]),
    );

    expect(edges.some(([start, end]) => start === end)).toBe(true);
    expect(edges.some(([start]) => start % 64 !== 0)).toBe(true);
    expect(edges.some(([start]) => start % 4096 !== 0 && start % 64 === 0)).toBe(true);
    expect(edges.filter(([start]) => start % 4096 === 0).length).toBeGreaterThan(edges.length / 2);
    expect(edges.every(([start, end]) => start <= end)).toBe(true);
    expect(layouts.some(({ staticHeap }) => staticHeap.length === 0)).toBe(true);
    expect(layouts.some(({ earlyUart }) => earlyUart)).toBe(true);
    expect(layouts.some(({ domains }) => domains.length > 1)).toBe(true);
  });

  it('keeps the hypervisor alive mostly, and shows every result', () => {
    const results = new Map<string, number>();
    for (const script of many(150, upstream, 7)) {
      for (const { result } of run(xenMpu2026, script)) {
        results.set(result, (results.get(result) ?? 0) + 1);
      }
    }

    const most = ['ok', 'EINVAL', 'ENOENT', 'panic', 'stopped', 'skipped', 'allowed', 'fault-1'];
    expect(most.filter((result) => !results.has(result))).toEqual([]);
    expect(results.get('ok')).toBeGreaterThan(results.get('EINVAL')!);
  });
});

describe('commonOffer', () => {
  it('is what all of them offer', () => {
    const narrow = {
      machines: {
        formats: [64 as const],
        regions: [{ el1Regions: 16, el2Regions: 16 }],
        vmsa: false,
      },
      phases: ['assembly'],
      steps: ['map', 'modify', 'unmap'],
    };

    expect(commonOffer([withGuests])).toEqual(withGuests);
    expect(commonOffer([narrow, withGuests])).toEqual({ ...narrow, steps: ['map', 'unmap'] });
    expect(commonOffer([withGuests, narrow]).machines.formats).toEqual([64]);
    const [script] = many(1, commonOffer([narrow, withGuests]));
    expect(script.machine).toEqual({ format: 64, el1Regions: 16, el2Regions: 16, vmsa: false });
  });
});
