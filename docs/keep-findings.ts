import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOf } from '../src/targets/installed';
import { givenXenSource, XEN_SOURCE } from '../src/targets/xen-mpu/source';
import type { Finding } from '../reports/schema/report';

// Of a hunt's findings, keeps those about one target that it confirmed itself.
const [target, from, to] = process.argv.slice(2);
mkdirSync(to, { recursive: true });
for (const file of readdirSync(to)) {
  const { kind } = JSON.parse(readFileSync(join(to, file), 'utf8')) as { kind?: string };
  // A hunt does not find deaths.
  if (kind !== 'death') rmSync(join(to, file));
}
for (const file of readdirSync(from)) {
  const finding = JSON.parse(readFileSync(join(from, file), 'utf8')) as Finding;
  const isConfirmed = finding.traces.some(({ implementation }) => implementation === target);
  const isPlain = finding.traces.every(({ implementation }) => !implementation.startsWith('twin:'));
  if (!isConfirmed || !isPlain || finding.title.endsWith('(not confirmed)')) continue;
  const name = file.replace(/^KNOWN-/, '').replace(/-[0-9a-f]{8}(?=\.json$)/, '');
  const impls = finding.traces.map(({ implementation }) => ` --impl ${implementation}`).join('');
  finding.replay = `lockstep replay ${to}/${name}${impls}`;
  writeFileSync(join(to, name), `${JSON.stringify(finding, null, 1)}\n`);
}
const isSource = target === XEN_SOURCE;
const parts = isSource ? [`Xen ${givenXenSource().version}, built by GCC`] : partsOf(target);
const versions = { implementation: target, parts };
writeFileSync(join(to, 'versions.json'), `${JSON.stringify(versions, null, 1)}\n`);
