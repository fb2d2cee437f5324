import type { MpuScript, MpuScriptStep } from '../../../../models/contract/mpu-script';
import { xenMpu2026 } from '../../../../models/xen-mpu';
import { MpuScriptGenerator } from '../../../../src/workload/mpu-script/generator';
import { sparesXen } from '../../../../src/workload/mpu-script/spares-xen';
import { run } from './support';

const [{ layout, machine }] = [new MpuScriptGenerator(1, xenMpu2026).generate(1)];
const page = (n: number): string => `0x${(n * 0x1000).toString(16)}`;
const range = (start: number, end: number) => ({ start: page(start), end: page(end) });
const sections = {
  text: range(1, 4),
  rodata: range(4, 5),
  roAfterInit: range(5, 6),
  data: range(6, 7),
  initText: range(7, 8),
  initData: range(8, 9),
  bss: range(9, 10),
};
const script = (steps: MpuScriptStep[]): MpuScript => ({
  format: 'lockstep-mpu-script-1',
  machine,
  layout: { ...layout, sections, staticHeap: [range(32, 48)] },
  steps,
});

describe('sparesXen', () => {
  it.each<[string, MpuScriptStep[], boolean]>([
    ['text unmapped', [{ step: 'unmap', ...range(1, 4) }], false],
    ['part of text shared', [{ step: 'map', ...range(2, 3), flags: 'rx' }], false],
    ['the page of data unmapped', [{ step: 'unmap-containing', address: page(6) }], false],
    ['more than text unmapped: refused', [{ step: 'unmap', ...range(1, 5) }], true],
    ['across the end of BSS: refused', [{ step: 'map', ...range(9, 11), flags: 'rw' }], true],
    ['elsewhere', [{ step: 'unmap', ...range(16, 17) }], true],
    ['the heap unmapped', [{ step: 'unmap', ...range(32, 48) }], false],
    ['a page of the heap unmapped', [{ step: 'unmap-containing', address: page(33) }], false],
    ['init text as a device', [{ step: 'ioremap', start: '0x7010', end: '0x7020' }], false],
  ])('%s: %#j', (_name, steps, spares) => {
    expect(sparesXen(script(steps))).toBe(spares);
  });

  it('counts pages of the heap that are mapped on their own', () => {
    const pages = { step: 'map-pages', virtual: page(33), physical: page(33), pages: 1 } as const;
    const map: MpuScriptStep = { ...pages, flags: 'rw' };
    const unmap: MpuScriptStep = { step: 'unmap-containing', address: page(33) };

    expect(sparesXen(script([map, unmap]))).toBe(true);
    expect(sparesXen(script([map, unmap, unmap]))).toBe(false);
    expect(sparesXen(script([{ ...pages, flags: 'ro' }]))).toBe(false);
  });

  it('is enough to keep Xen covered through any script', () => {
    const generator = new MpuScriptGenerator(11, xenMpu2026);
    const mended = xenMpu2026.repaired!(xenMpu2026.deviations.map(({ id }) => id));
    let checked = 0;
    for (let index = 0; index < 150; index++) {
      const given = generator.generate(index);
      const shown = run(mended, given);
      const { table, result } = shown.at(-1)!;
      if (shown.some((one) => one.result === 'stopped') || result === 'stopped') continue;
      for (const name of ['text', 'rodata', 'data', 'bss'] as const) {
        const [start, end] = [
          given.layout.sections[name].start,
          given.layout.sections[name].end,
        ].map(Number);
        if (start === end) continue;
        checked++;
        expect(table.some(({ base, limit }) => base <= start && end <= limit + 1)).toBe(true);
      }
    }
    expect(checked).toBeGreaterThan(200);
  });
});
