import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Nothing is installed, neither in the cache nor on the machine, while a test runs. */
export function nothingInstalled(): () => string {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
    process.env.LOCKSTEP_CACHE = join(folder, 'cache');
    delete process.env.LOCKSTEP_QEMU;
    process.env.PATH = folder;
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
