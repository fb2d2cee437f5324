import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsOf } from '../reports/render/findings';
import type { MpuFinding } from '../reports/schema/mpu-finding';
import type { Finding } from '../reports/schema/report';

const folder = join(__dirname, 'findings');

const parse = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

/** What docs/findings/TARGET/*.json and versions.json hold. */
export function readFindings(): FindingsOf[] {
  const targets = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return targets.sort().map((name) => {
    const { implementation, parts } = parse(name, 'versions.json') as FindingsOf;
    const all = readdirSync(join(folder, name))
      .filter((file) => file !== 'versions.json')
      .sort()
      .map((file) => ({
        file: `${name}/${file}`,
        finding: parse(name, file) as Finding | MpuFinding,
      }));
    const isMpu = ({ format }: Finding | MpuFinding): boolean =>
      format === 'lockstep-mpu-finding-1';
    return {
      ...{ implementation, parts },
      findings: all.filter(({ finding }) => !isMpu(finding)) as FindingsOf['findings'],
      mpuFindings: all.filter(({ finding }) => isMpu(finding)) as FindingsOf['mpuFindings'],
    };
  });
}
