import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuComparison } from '../../../reports/schema/mpu-comparison';
import type { TreeNode } from '../../../src/targets/device-tree';
import { flatten } from '../../../src/targets/device-tree';
import { checkMpuComparison } from '../../../src/validate';
import { writeBoard } from '../layout/support';
import { boardTree, chosen } from '../layout/trees';
import type { Ended } from './support';
import { call, plain, temporaryFolder } from './support';

const folder = temporaryFolder();

/** The command on a board. */
async function compare(tree: TreeNode, ...more: string[]): Promise<Ended> {
  const { files, layout, fdt } = writeBoard(folder(), tree);
  const ended = await call('mpu', 'compare', files[0], '--layout', layout!, '--fdt', fdt!, ...more);
  return { ...ended, stdout: plain(ended.stdout), stderr: plain(ended.stderr) };
}

async function asJson(tree: TreeNode, ...more: string[]): Promise<MpuComparison> {
  const { status, stdout, stderr } = await compare(tree, '--json', ...more);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return checkMpuComparison(JSON.parse(stdout));
}

const regions = (count: number): string[] => ['--el1-regions', '16', '--el2-regions', `${count}`];

/** Scenarios that ended otherwise than well: of the section, and on demand. */
function badly({ scenarios }: MpuComparison): [string[], string[]] {
  const of = (one: 'section' | 'onDemand'): string[] =>
    scenarios.filter((row) => row[one].result !== 'ok').map(({ scenario }) => scenario);
  return [of('section'), of('onDemand')];
}

describe('lockstep mpu compare', () => {
  it('prints both side by side, and which of the two uses fewer regions', async () => {
    const { status, stdout } = await compare(boardTree(), ...regions(16));

    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toContain('PMSAv8-32, 16 EL1 and 16 EL2 regions, design of 2023');
    const [boot] = lines.filter((line) => line.startsWith('boot '));
    // Regions in use, enabled, disabled; the guest memory section is one region.
    const [inUse, , , onDemand] = boot.split(/ +/).slice(1).map(Number);
    expect(inUse - onDemand).toBe(1);
    expect(lines.at(-1)).toMatch(
      /^Mapping on demand (uses|needs) fewer regions, .*; it costs .*map operation/,
    );
  });

  it('as JSON: what it sums up is what the scenarios cost', async () => {
    const { needs, enough, scenarios } = await asJson(boardTree(), ...regions(16));

    expect(enough!.regions).toBeLessThanOrEqual(16);
    for (const one of ['section', 'onDemand'] as const) {
      const costs = scenarios.map((row) => row[one]);
      const operations = costs.reduce((sum, { mapped, unmapped }) => sum + mapped + unmapped, 0);
      const inUse = costs.map((cost) => cost.regions);
      expect(enough![one]).toEqual({
        ...{ least: Math.min(...inUse), most: Math.max(...inUse), operations },
      });
      expect(needs[one]).toHaveProperty('regions');
    }
    expect(scenarios.map(({ scenario }) => scenario)).toContain('domU1 → domU2');
  });

  it('finds the fewest regions that each of the two needs', async () => {
    const { needs } = await asJson(boardTree(), ...regions(16));

    const { section, onDemand } = needs as Record<'section' | 'onDemand', { regions: number }>;
    const withCount = async (count: number) => badly(await asJson(boardTree(), ...regions(count)));
    expect((await withCount(section.regions))[0]).toEqual([]);
    expect((await withCount(section.regions - 1))[0]).not.toEqual([]);
    expect((await withCount(onDemand.regions))[1]).toEqual([]);
    expect((await withCount(onDemand.regions - 1))[1]).not.toEqual([]);
  });

  it('says how it ended where the regions do not suffice', async () => {
    const { status, stdout } = await compare(boardTree(), ...regions(8));

    expect(status).toBe(0);
    expect(stdout).toMatch(/^boot .* panic /m);
    expect(stdout).toMatch(/^create domU1 .*skipped/m);
    expect(stdout).toMatch(/^With \d+ regions, /m);
  });

  it('says what goes wrong with any number of regions', async () => {
    const inChosen = chosen();
    delete inChosen['mpu,guest-memory-section'];
    const tree = { ...boardTree(), chosen: inChosen };

    const { status, stdout } = await compare(tree, ...regions(16));

    expect(status).toBe(0);
    expect(stdout).toContain(
      'A guest memory section goes wrong with any number of regions: create domU1: EINVAL\n',
    );
    expect(stdout).toContain('note: /chosen has no mpu,guest-memory-section');
    expect(stdout).toMatch(/\nOnly mapping on demand goes well\n$/);
  });
});

describe('lockstep mpu compare exits 2 with one line on', () => {
  async function expectRefused(args: string[], part: string): Promise<void> {
    const ended = await call('mpu', 'compare', ...args);

    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 2, stdout: '' });
    expect(plain(ended.stderr)).toMatch(/^error: [^\n]+\n(\([^\n]*\)\n)?$/);
    expect(plain(ended.stderr)).toContain(part);
  }

  it('a wrong command line', async () => {
    const { files, layout } = writeBoard(folder());
    const good = [files[0], '--layout', layout!];

    await expectRefused(files as string[], 'give --elf, --map or --layout');
    await expectRefused([...good, '--el2-regions', '256'], 'from 0 to 255');
    await expectRefused([...good, '--format', '48'], 'is neither 32 nor 64');
    await expectRefused([...good, '--fdt', 'here'], 'is no address in hexadecimal');
    await expectRefused([...good, '--design', '2023'], "unknown option '--design'");
    await expectRefused([], "missing required argument 'files'");
  });

  it('wrong files', async () => {
    const { layout } = writeBoard(folder());
    const text = join(folder(), 'text');
    writeFileSync(text, 'hello');
    const empty = join(folder(), 'empty.dtb');
    const inChosen = { 'xen,static-heap': [0x28000000, 0] };
    writeFileSync(empty, flatten(boardTree(inChosen)));

    await expectRefused([join(folder(), 'none.dtb'), '--layout', layout!], 'there is no such file');
    await expectRefused([text, '--layout', layout!], 'is neither a device tree');
    await expectRefused([empty, '--layout', layout!], '/chosen: xen,static-heap: ');
  });
});
