import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from '../src/cli/support';

/** What is committed in built form, and how it is built again. */
interface Built {
  title: string;
  compiler: string;
  package: string;
  folder: string;
  files: readonly string[];
  /** The file that names the compiler. */
  signed: string;
}

const built: readonly Built[] = [
  {
    title: 'the committed probe and VMM',
    compiler: 'aarch64-linux-gnu-gcc',
    package: 'gcc-aarch64-linux-gnu',
    folder: 'src/targets/probe',
    files: ['probe.bin', 'vmm'],
    signed: 'vmm',
  },
  {
    title: 'the committed probe of the Cortex-R52',
    compiler: 'arm-none-eabi-gcc',
    package: 'gcc-arm-none-eabi',
    folder: 'src/targets/r52/probe',
    files: ['probe.elf'],
    signed: 'probe.elf',
  },
];

function committed({ folder }: Built, name: string): Buffer {
  return readFileSync(join(root, folder, 'prebuilt', name));
}

/** Why it cannot be built again; nothing if it can. Only the same compiler gives the same. */
function obstacle(one: Built): string | undefined {
  const { status, stdout } = spawnSync(one.compiler, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `${one.compiler} is not installed`;
  const [, version] = /^\S+ (.*)$/m.exec(stdout)!;
  if (committed(one, one.signed).includes(`GCC: ${version}\0`)) return undefined;
  return `${one.compiler} ${version} is not what they were built with`;
}

for (const one of built) {
  const problem = obstacle(one);
  if (problem) {
    process.stderr.write(`${problem}, ${one.title}: not rebuilt: apt-get install ${one.package}\n`);
  }

  (problem ? describe.skip : describe)(one.title, () => {
    const folder = temporaryFolder();

    it('is what its sources give', () => {
      const script = join(root, one.folder, 'build.sh');
      const { status, stderr } = spawnSync('sh', [script, folder()], { encoding: 'utf8' });

      expect({ status, failure: status === 0 ? '' : stderr }).toEqual({ status: 0, failure: '' });
      for (const name of one.files) {
        const again = readFileSync(join(folder(), name));
        expect([name, again.equals(committed(one, name))]).toEqual([name, true]);
      }
    });
  });
}
