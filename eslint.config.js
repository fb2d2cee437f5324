'use strict';
const tseslint = require('typescript-eslint');

// Who may know whom: see "The house" in the README. Each rule: files, forbidden paths, reason.
const hypervisorModels = ['xen-vgic', 'kvm-vgic', 'xen-new-vgic', 'qemu-hardware'];
const boundaries = [
  [
    ['models/contract/**'],
    '(architecture|properties|src|reports)/|^node:',
    'contract imports nothing',
  ],
  [
    ['models/architecture/**'],
    '(xen-|kvm-|pmsav8|xen-mpu|properties/|/src/|reports/)|^node:|^fast-check',
    'models import contract and architecture only, and do no I/O',
  ],
  [
    ['models/pmsav8/**'],
    '(architecture|xen-|kvm-|qemu-|properties/|/src/|reports/)|^node:|^fast-check',
    'the MPU imports contract only, and does no I/O',
  ],
  // The two resolvers check each other: the second knows the registers only.
  [
    ['models/pmsav8/sweep.ts'],
    '^(?!\\./system$)',
    'the sweep imports nothing but the type of the system',
  ],
  [
    ['models/xen-mpu/**'],
    '(architecture|xen-vgic|xen-new-vgic|kvm-|qemu-|properties/|/src/|reports/)|^node:|^fast-check',
    'the region maps import the contract and the MPU only, and do no I/O',
  ],
  // The models of hypervisors share nothing but these two.
  ...hypervisorModels.map((model) => [
    [`models/${model}/**`],
    `(${hypervisorModels.filter((other) => other !== model).join('|')}|pmsav8|xen-mpu|properties/|/src/|reports/)|^node:|^fast-check`,
    'models import contract and architecture only, and do no I/O',
  ]),
  [
    ['properties/**'],
    '(/src/|/reports/|xen-vgic|kvm-vgic|xen-new-vgic|qemu-hardware|pmsav8|xen-mpu)|^fast-check|models/architecture(/(?!registers$)|$)',
    "properties import the contract and the architecture's register names only",
  ],
  [
    ['reports/**'],
    '(/src/|/properties/|models/architecture)',
    'reports import the contract and result types only',
  ],
  [
    [
      'src/engine/**',
      'src/workload/**',
      'src/targets/**',
      'src/faults/**',
      'src/layout/**',
      'src/*.ts',
    ],
    '/cli/',
    'cli is on top and is imported by nothing',
  ],
].map(([files, regex, message]) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
}));

module.exports = tseslint.config(
  { ignores: ['node_modules', 'dist', 'coverage', 'lockstep-report', 'scratch'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['test/**'], rules: { '@typescript-eslint/explicit-function-return-type': 'off' } },
  ...boundaries,
);
