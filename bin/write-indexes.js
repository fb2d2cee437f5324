'use strict';
// Writes the index of every folder that holds one definition a file. `npm test` checks that the
// indexes are up to date; `npm run indexes` makes them so.
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

/** Folder, type of a definition, where the type is, name of the list, what it is. */
const folders = [
  ...['lc', 'dist', 'cpu', 'lr', 'hcr', 'inv'].map((family) => [
    `properties/gic/${family}`,
    'Requirement',
    '../../requirement',
    'requirements',
    `Requirements GIC-${family.toUpperCase()} with a checker, in the order of the digest.`,
  ]),
  ...[
    ['xen', "XEN-LIST: invariants of Xen's lists"],
    ['kvm', 'KVM-LIST: invariants of the ap_list'],
    ['order', 'ORDER: who goes first when list registers run out'],
    ['lock', 'LOCK: discipline of locks'],
  ].map(([family, title]) => [
    `properties/lists/${family}`,
    'Requirement',
    '../../requirement',
    'requirements',
    `Requirements ${title}.`,
  ]),
  ...[
    ['a', 'MPU-A: the architecture'],
    ['x', "MPU-X: Xen's region map"],
    ['p', 'MPU-P: the design of 2023'],
  ].map(([family, title]) => [
    `properties/mpu/${family}`,
    'MpuRequirement',
    '../requirement',
    'requirements',
    `Requirements ${title}.`,
  ]),
  [
    'properties/divergences',
    'Divergence',
    '../divergence',
    'divergences',
    'Allowed divergences, in the order of the digest.',
  ],
  ['src/faults/reference', 'Fault', '../fault', 'faults', 'Seeded faults, by name.'],
  ['src/faults/mpu', 'MpuFault', '../mpu-fault', 'faults', 'Seeded faults of the MPU, by name.'],
  [
    'src/faults/hypervisor',
    'HypervisorFault',
    '../hypervisor-fault',
    'faults',
    'Seeded faults of models of hypervisors, by name.',
  ],
];

/** As prettier has it: on one line if it fits. */
function definition(start, names) {
  const line = `${start} [${names.join(', ')}];`;
  return line.length <= 100 ? [line] : [`${start} [`, ...names.map((one) => `  ${one},`), '];'];
}

function textOf([folder, type, from, list, title]) {
  const files = readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts' && file !== 'not-judged.ts')
    .map((file) => file.slice(0, -3))
    .sort();
  const name = (file) =>
    file
      .replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
      .replace(/^[A-Z]+/, (prefix) => prefix.toLowerCase());
  return [
    '// Written by bin/write-indexes.js.',
    ...files.map((file) => `import ${name(file)} from './${file}';`),
    `import type { ${type} } from '${from}';`,
    '',
    `/** ${title} */`,
    ...definition(`export const ${list}: readonly ${type}[] =`, files.map(name)),
    '',
  ].join('\n');
}

let stale = 0;
for (const folder of folders) {
  const file = join(root, folder[0], 'index.ts');
  const text = textOf(folder);
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    // A new folder.
  }
  if (before === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${folder[0]}/index.ts is not up to date: npm run indexes`);
    stale++;
  } else writeFileSync(file, text);
}
process.exitCode = stale > 0 ? 1 : 0;
