#!/usr/bin/env node
'use strict';
// `npm ci` compiles to dist, which starts ten times faster. Sources that are newer are run instead.
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const time = entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    if (time > latest) latest = time;
  }
  return latest;
}

function isFresh() {
  try {
    const built = statSync(join(root, 'dist/.built')).mtimeMs;
    return ['src', 'models', 'properties', 'reports'].every((f) => newest(join(root, f)) <= built);
  } catch {
    return false;
  }
}

if (isFresh()) require('../dist/src/cli/main').main(process.argv);
else {
  require('./register');
  require('../src/cli/main').main(process.argv);
}
