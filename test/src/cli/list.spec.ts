import { allDivergences, allRequirements, notJudged } from '../../../properties';
import { subjects } from '../../../src/cli/list';
import { allMpuRequirements, mpuNotJudged } from '../../../properties/mpu';
import { faultImplementations, mpuFaultImplementations } from '../../../src/faults';
import { call } from './support';

interface Row {
  id: string;
  title: string;
}

async function rows(...args: string[]): Promise<Row[]> {
  const { status, stdout, stderr } = await call('list', ...args, '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Row[];
}

const ids = (listed: readonly { id: string }[]): string[] => listed.map(({ id }) => id);

describe('lockstep list', () => {
  it.each(subjects)('gives %s as JSON with an id and a title each', async (subject) => {
    for (const { id, title } of await rows(subject)) {
      expect(id).toMatch(/^\S+$/);
      expect(title).toBeTruthy();
    }
  });

  it('lists every requirement once, judged or not, in order', async () => {
    const listed = ids(await rows('requirements'));

    const gic = [...ids(allRequirements()), ...ids(notJudged())];
    const mpu = [...ids(allMpuRequirements()), ...ids(mpuNotJudged())];
    expect(listed).toEqual([...gic, ...mpu].sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('lists every divergence', async () => {
    expect(ids(await rows('divergences'))).toEqual(ids(allDivergences()));
  });

  it('lists faults only if asked', async () => {
    const faults = [...faultImplementations(), ...mpuFaultImplementations()].map(({ id }) => id);

    const usual = ids(await rows('implementations'));

    expect(usual).toContain('model:architecture');
    expect(usual.filter((id) => id.startsWith('fault:'))).toEqual([]);
    const all = ids(await rows('implementations', '--faults'));
    expect(all).toEqual(expect.arrayContaining([...usual, ...faults]));
    expect(new Set(all).size).toBe(all.length);
  });

  it('lists in columns without --json', async () => {
    const { stdout } = await call('list', 'divergences');

    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(allDivergences().length);
    expect(lines[0]).toMatch(/^DIV-01 {2}\S/);
  });
});
