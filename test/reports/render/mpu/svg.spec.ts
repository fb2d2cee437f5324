import { renderPicture } from '../../../../reports/render/mpu/svg';
import type { MpuCheck, MpuCheckPlaced } from '../../../../reports/schema/mpu-check';

function picture(placed: readonly [MpuCheckPlaced['kind'], string, number, number][]): string {
  const where = 'board.dts: /chosen';
  const contexts = [{ name: 'a-domain-whose-name-is-too-long-for-its-column', title: '' }].map(
    (one) => ({ ...one, regions: [], used: 0, left: 16 }),
  );
  const all = placed.map(([kind, name, first, last]) => ({
    ...{ kind, name, first: `0x${first.toString(16)}`, last: `0x${last.toString(16)}`, where },
  }));
  return renderPicture({ placed: all, contexts } as unknown as MpuCheck);
}

/** Left edge, width and words of each box. */
function boxes(svg: string): [left: number, width: number, words: string][] {
  const found = svg.matchAll(
    /<g class="[^"]*"><title>.*?<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)".*?>([^<]*)<\/text><\/g>/g,
  );
  return [...found].map(([, left, width, words]) => [Number(left), Number(width), words]);
}

describe('renderPicture', () => {
  it('puts what overlaps side by side, and marks it', () => {
    const svg = picture([
      ['memory', 'domA memory', 0x1000, 0x8fff],
      ['memory', 'domB memory', 0x3000, 0x3fff],
      ['static-heap', 'static heap', 0x9000, 0x9fff],
    ]);

    const [a, b, heap] = boxes(svg);
    expect([a[2], b[2], heap[2]]).toEqual(['domA memory', 'domB memory', 'static heap']);
    expect(b[0]).toBe(a[0] + a[1]);
    expect(heap[1]).toBe(a[1] + b[1]);
    expect(svg.match(/class="placed clash"/g)).toHaveLength(2);
  });

  it('draws memory that domains share once', () => {
    const svg = picture([
      ['shared-memory', 'shared memory box', 0x1000, 0x1fff],
      ['shared-memory', 'shared memory box', 0x1000, 0x1fff],
    ]);

    expect(boxes(svg)).toHaveLength(1);
    expect(svg).not.toContain('clash');
  });

  it('shortens what has no room, and keeps it as a title', () => {
    const svg = picture([
      ['memory', 'a-name-that-is-far-too-long memory', 0x1000, 0x8fff],
      ['memory', 'domB memory', 0x3000, 0x3fff],
    ]);

    expect(boxes(svg).map(([, , words]) => words)).toEqual(['a-name-that-…', 'domB memory']);
    expect(svg).toContain('<title>a-name-that-is-far-too-long memory 0x1000');
    expect(svg).toMatch(/<title>a-domain-whose[^<]*column<\/title>a-domain-[^<]*…<\/text>/);
  });
});
