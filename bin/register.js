'use strict';
// Runs TypeScript from source. swc turns a file into JavaScript some twenty times faster than the
// compiler does; types are checked by `npm test`, not at every start.
require('ts-node').register({
  swc: true,
  project: require('node:path').join(__dirname, '../tsconfig.json'),
});
