import type { MpuCheck, MpuCheckContext, MpuCheckPlaced } from '../../schema/mpu-check';
import { escape } from './escape';
import type { Laned } from './lanes';
import { laned } from './lanes';
import type { Scale, Stretch } from './scale';
import { scaleOf } from './scale';

const LABELS = 108;
const COLUMN = 190;
const GAP = 14;
const TOP = 30;
const MARGIN = 8;
/** Width of a letter of 11px, monospace. */
const LETTER = 6.6;

/** A rectangle of the picture. */
interface Box extends Stretch {
  text: string;
  title: string;
  style: string;
}

interface Column {
  heading: string;
  boxes: Box[];
}

const range = (first: string, last: string): Stretch => ({
  start: Number(first),
  end: Number(last) + 1,
});

const isDrawn = ({ start, end }: Stretch): boolean => end > start;

/** Memory that domains share is named in each of them, and drawn once. */
const isAgain = (one: MpuCheckPlaced, other: MpuCheckPlaced): boolean =>
  one.kind === 'shared-memory' &&
  other.kind === 'shared-memory' &&
  one.first === other.first &&
  one.last === other.last;

function placedColumn(placed: readonly MpuCheckPlaced[]): Column {
  const drawn = placed
    .filter(({ kind }) => kind !== 'ram' && kind !== 'emulated' && kind !== 'early-uart')
    .filter((one, n, all) => !all.slice(0, n).some((other) => isAgain(one, other)));
  return {
    heading: 'what lies there',
    boxes: drawn.map(({ kind, name, first, last, where }) => ({
      ...range(first, last),
      text: name,
      title: `${name} ${first}–${last}, ${where}`,
      style: /-section$/.test(kind) ? 'frame' : 'placed',
    })),
  };
}

function styleOf(el2: string, el1: string, memory: string): string {
  if (el2 === 'rwx' && el1 === '---') return 'wx';
  if (memory.startsWith('device')) return 'device';
  if (el1 !== '---') return 'guest';
  return el2.endsWith('x') ? 'code' : el2.includes('w') ? 'data' : 'ro';
}

function contextColumn({ name, regions }: MpuCheckContext): Column {
  return {
    heading: name,
    boxes: regions.map(({ index, first, last, el2, el1, memory, what }) => ({
      ...range(first, last),
      text: `${index} ${what}`,
      title: `region ${index}: ${first}–${last}, EL2 ${el2}, EL1 ${el1}, ${memory}, ${what}`,
      style: styleOf(el2, el1, memory),
    })),
  };
}

const rounded = (n: number): number => Math.round(n * 10) / 10;

/** What has room in so many units. */
function shortened(text: string, width: number): string {
  const letters = Math.max(1, Math.floor(width / LETTER));
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

function drawBox({ one, lane, lanes }: Laned<Box>, x: number, scale: Scale): string {
  const { start, end, text, title, style } = one;
  const [y, height] = [scale.at(start) + TOP, scale.at(end) - scale.at(start)];
  const width = style === 'frame' ? COLUMN : (COLUMN - 6) / lanes;
  const left = style === 'frame' ? x : x + 3 + lane * width;
  const shown = shortened(text, width - 6);
  const classes = lanes > 1 && style !== 'frame' ? `${style} clash` : style;
  return (
    `<g class="${classes}"><title>${escape(title)}</title>` +
    `<rect x="${rounded(left)}" y="${y.toFixed(1)}" width="${rounded(width)}" height="${height.toFixed(1)}"/>` +
    (style === 'frame'
      ? ''
      : `<text x="${rounded(left + 5)}" y="${(y + height / 2 + 4).toFixed(1)}">${escape(shown)}</text>`) +
    '</g>'
  );
}

function drawColumn({ heading, boxes }: Column, x: number, scale: Scale): string[] {
  const frames = boxes.filter(({ style }) => style === 'frame');
  const others = boxes.filter(({ style }) => style !== 'frame');
  return [
    `<text class="heading" x="${x + COLUMN / 2}" y="18"><title>${escape(heading)}</title>` +
      `${escape(shortened(heading, COLUMN))}</text>`,
    ...[...laned(frames), ...laned(others)].map((box) => drawBox(box, x, scale)),
  ];
}

/**
 * A picture of the address space: what lies there, and the regions of each context beside it. Lengths
 * are not to scale.
 */
export function renderPicture({ placed, contexts }: MpuCheck): string {
  const columns = [
    placedColumn(placed),
    ...contexts.filter(({ missing }) => missing === undefined).map(contextColumn),
  ].map(({ heading, boxes }) => ({ heading, boxes: boxes.filter(isDrawn) }));
  const scale = scaleOf(columns.flatMap(({ boxes }) => boxes));
  const width = LABELS + columns.length * (COLUMN + GAP) + MARGIN;
  const height = TOP + scale.height + 20;
  let last = -Infinity;
  const edges = scale.edges.flatMap((edge) => {
    const y = scale.at(edge) + TOP;
    const line = `<line x1="${LABELS - 6}" y1="${y.toFixed(1)}" x2="${width - MARGIN}" y2="${y.toFixed(1)}"/>`;
    if (y - last < 10) return [line];
    last = y;
    const text = `0x${edge.toString(16)}`;
    return [line, `<text class="edge" x="${LABELS - 10}" y="${(y + 3).toFixed(1)}">${text}</text>`];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height.toFixed(0)}" ` +
      `width="${width}" height="${height.toFixed(0)}" role="img" aria-label="Address space">`,
    ...edges,
    ...columns.flatMap((column, n) => drawColumn(column, LABELS + n * (COLUMN + GAP), scale)),
    '</svg>',
  ].join('\n');
}
