import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingsOf } from '../reports/render/findings';
import { renderFindings } from '../reports/render/findings';
import type { Finding } from '../reports/schema/report';

// docs/findings/TARGET/*.json and versions.json become docs/findings.md.
const docs = __dirname;
const folder = join(docs, 'findings');

const parse = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const all: FindingsOf[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const { implementation, parts } = parse(name, 'versions.json') as FindingsOf;
    const findings = readdirSync(join(folder, name))
      .filter((file) => file !== 'versions.json')
      .sort()
      .map((file) => ({ file: `${name}/${file}`, finding: parse(name, file) as Finding }));
    return { implementation, parts, findings };
  });
writeFileSync(join(docs, 'findings.md'), renderFindings(all));
