import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../src/cli/support';

const COMPILER = 'aarch64-linux-gnu-gcc';
const PACKAGE = 'gcc-aarch64-linux-gnu';
const probe = join(root, 'src/targets/probe');
const committed = (name: string): Buffer => readFileSync(join(probe, 'prebuilt', name));

/** Why the probe cannot be built again; nothing if it can. Only the same compiler gives the same. */
function obstacle(): string | undefined {
  const { status, stdout } = spawnSync(COMPILER, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `${COMPILER} is not installed`;
  const [, version] = /^\S+ (.*)$/m.exec(stdout)!;
  if (committed('vmm').includes(`GCC: ${version}\0`)) return undefined;
  return `${COMPILER} ${version} is not what they were built with`;
}

const problem = obstacle();
if (problem) {
  process.stderr.write(`${problem}, the probe is not rebuilt: apt-get install ${PACKAGE}\n`);
}

(problem ? describe.skip : describe)('the committed probe and VMM', () => {
  const folder = temporaryFolder();

  it('are what their sources give', () => {
    const { status, stderr } = spawnSync('sh', [join(probe, 'build.sh'), folder()], {
      encoding: 'utf8',
    });

    expect({ status, failure: status === 0 ? '' : stderr }).toEqual({ status: 0, failure: '' });
    for (const name of ['probe.bin', 'vmm']) {
      const built = readFileSync(join(folder(), name));
      expect([name, built.equals(committed(name))]).toEqual([name, true]);
    }
  });
});
