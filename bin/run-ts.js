#!/usr/bin/env node
'use strict';
// Runs one TypeScript program of this repository: node bin/run-ts.js FILE [ARGUMENT]…
require('./register');
const file = require('node:path').resolve(process.argv[2]);
process.argv.splice(1, 2, file);
require(file);
