import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderFindings } from '../reports/render/findings';
import { readFindings } from './read-findings';

// docs/findings/TARGET/*.json and versions.json become docs/findings.md.
writeFileSync(join(__dirname, 'findings.md'), renderFindings(readFindings()));
