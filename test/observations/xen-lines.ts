import { readData } from './kvm-lines';

/** One line of a Xen observation file: what was done (as the probe named it) and what was seen. */
export interface XenLine {
  gic: 2 | 3;
  version: string;
  label: string;
  /** Lower-case hexadecimal, `!ABORT`, `!UNDEF`, or `|` where the acting vCPU changes. */
  values: string[];
}

const VALUES = /^(.*?):*\s+((?:(?:0x[0-9a-f]+|!ABORT\([0-9a-f]+\)|\|)\s*)+)$/;
/** ESR_EL1 of an instruction that is UNDEFINED; every other fault that was taken is a data abort. */
const UNDEFINED = '!ABORT(2000000)';

function parseValue(text: string): string {
  if (text === UNDEFINED) return '!UNDEF';
  return text.startsWith('!ABORT') ? '!ABORT' : text;
}

/** The lines of a file with what is a measurement; messages of Xen itself (`log:`) are none. */
export function readXen(name: string): XenLine[] {
  const lines: XenLine[] = [];
  for (const text of readData(name)) {
    const head = /^\[gic([23]) ([\d.]+)\]\s+(.*?)\s*$/.exec(text);
    const last = lines.at(-1);
    if (head) {
      const [, gic, version, rest] = head;
      const [, label = rest, values = ''] = VALUES.exec(rest) ?? [];
      lines.push({
        gic: gic === '2' ? 2 : 3,
        version,
        label: label.trim(),
        values: values.split(/\s+/).filter(Boolean).map(parseValue),
      });
    } else if (last && /^ +[A-Za-z]/.test(text) && !/^ +log:/.test(text)) {
      // A continuation: `A1 order IAR/EOI: f e d`, `irqlog 5,4,3`, `RIS latched true`.
      const [, label, digits] = /^ +(.*?):((?: [0-9a-f]+)+)$/.exec(text) ?? [];
      const values = (digits ?? '').split(' ').filter(Boolean);
      lines.push({
        ...last,
        label: label ?? text.trim(),
        values: values.map((value) => `0x${value}`),
      });
    }
  }
  return lines;
}
