import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refreshed } from './console-blocks';

// Runs the commands of mpu-example.md again, and writes down what they print.
const root = join(__dirname, '..');
const page = join(__dirname, 'mpu-example.md');

function run(args: string[]): string {
  const command = [join(root, 'bin/lockstep.js'), ...args];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return stdout;
}

writeFileSync(page, refreshed(readFileSync(page, 'utf8'), run));
