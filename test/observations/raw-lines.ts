import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of data/*-raw.txt. Offsets are in bytes, numbers hexadecimal. */
export type RawLine = {
  text: string;
  /** Number of the frame, as in `EncodedWorkload`. */
  frame: number;
} & (
  | { kind: 'set'; offset: number; value: number }
  /** What accesses of 1, 2, 4 and 8 bytes showed. */
  | { kind: 'read' | 'write'; offset: number; shown: string[] }
  /** The sizes that did not abort anywhere from `first` to `last`. */
  | { kind: 'readable' | 'writable'; first: number; last: number; sizes: number[] }
);

const frames = ['GICD', 'GICR', 'GICC'];

function parse(text: string): RawLine {
  const [kind, frameName, ...rest] = text.split(' ');
  const frame = frames.indexOf(frameName);
  const offset = parseInt(rest[0], 16);
  switch (kind) {
    case 'set':
      return { text, kind, frame, offset, value: parseInt(rest[1], 16) | 0 };
    case 'read':
    case 'write':
      return { text, kind, frame, offset, shown: rest.slice(1) };
    case 'readable':
    case 'writable': {
      const sizes = rest[2] === '-' ? [] : [...rest[2]].map(Number);
      return { text, kind, frame, first: offset, last: parseInt(rest[1], 16), sizes };
    }
    default:
      throw new Error(`no such line: ${text}`);
  }
}

/** What one real target showed of raw accesses: test/observations/data/`name`.txt. */
export function readRaw(name: string): RawLine[] {
  const text = readFileSync(join(__dirname, 'data', `${name}.txt`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parse);
}
