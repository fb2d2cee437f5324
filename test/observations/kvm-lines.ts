import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One value of a measured line, or a remark of the probe («…»). */
export interface Measured {
  name: string;
  /** Lower-case hexadecimal; empty for a remark. */
  value: string;
}

/** One line of a KVM observation file: a scenario and what the real kernel showed. */
export interface KvmLine {
  gic: 2 | 3;
  /** Every operation was a batch of its own: the vCPU left the guest after it. */
  stepped: boolean;
  title: string;
  measured: Measured[];
}

export function readData(name: string): string[] {
  return readFileSync(join(__dirname, 'data', `${name}.txt`), 'utf8').split('\n');
}

/** `NAME=VALUE` (the value after the last `=`), `«remark»` or `NAME!status=VALUE`. */
function parseValues(text: string): Measured[] {
  const measured: Measured[] = [];
  const item = /«([^»]*)»|(\S[^«=]*(?:\(\w+=?\w*\)[^«=]*)?)=(0x[0-9a-f]+|\d+)(?=\s|$)/g;
  for (const [, remark, name, value] of text.matchAll(item)) {
    if (remark !== undefined) measured.push({ name: `«${remark}»`, value: '' });
    else measured.push({ name, value: `0x${Number(value).toString(16)}` });
  }
  return measured;
}

/** The lines of a file; the header is none. */
export function readKvm(name: string): KvmLine[] {
  const lines: KvmLine[] = [];
  for (const text of readData(name)) {
    const parts = /^\[v([23])( step)?\] (.*?):  (.*)$/.exec(text);
    if (!parts) continue;
    const [, gic, step, title, values] = parts;
    lines.push({
      gic: gic === '2' ? 2 : 3,
      stepped: step !== undefined,
      title,
      measured: parseValues(values),
    });
  }
  return lines;
}
