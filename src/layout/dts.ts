import { spawnSync } from 'node:child_process';
import { InputError } from '../errors';
import { readBytes } from '../files';

/** More than any blob of a machine. */
const MAX_BYTES = 64 * 2 ** 20;
const SECONDS = 60;

/**
 * Compiles a device tree source with the system's `dtc`.
 * @returns the blob
 * @throws InputError with what dtc says, or how to get dtc
 */
export function compileSource(file: string): Buffer {
  const { error, status, signal, stdout, stderr } = spawnSync(
    'dtc',
    ['-q', '-I', 'dts', '-O', 'dtb', '--', file],
    { maxBuffer: MAX_BYTES, timeout: SECONDS * 1000, env: process.env },
  );
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new InputError(
      `${file}: dtc is needed to read a source: apt-get install device-tree-compiler`,
    );
  }
  if (error) throw new InputError(`${file}: dtc did not come to its end: ${error.message}`);
  if (status !== 0) {
    const said = stderr.toString('utf8').split('\n')[0] || `it ended with ${status ?? signal}`;
    const hint = /^\s*#\s*(include|define|if)/m.test(readBytes(file).toString('latin1'))
      ? ' (run it through cpp first)'
      : '';
    throw new InputError(`${file}: dtc: ${said.trim()}${hint}`);
  }
  return stdout;
}
