'use strict';
// Runs TypeScript from source. Types are checked by `npm test`, not at every start.
const { join } = require('node:path');
const root = join(__dirname, '..');
require('ts-node').register({
  transpileOnly: true,
  project: join(root, 'tsconfig.json'),
  compilerOptions: { rootDir: root },
});
