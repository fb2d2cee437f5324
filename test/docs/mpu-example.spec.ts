import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownCommands } from '../../docs/console-blocks';
import { call, plain, root } from '../src/cli/support';
import { itWithDtc } from '../src/layout/dtc';

const commands = shownCommands(readFileSync(join(root, 'docs/mpu-example.md'), 'utf8'));

describe('the worked example', () => {
  itWithDtc('shows what its commands print', async () => {
    expect(commands.length).toBeGreaterThan(1);
    for (const { args, output } of commands) {
      const { stdout, stderr } = await call(...args);

      expect(stderr).toBe('');
      expect(plain(stdout)).toBe(output);
    }
  });

  it('compares two ways to map guest memory', () => {
    const compared = commands.find(({ args }) => args[1] === 'compare');

    expect(compared?.output).toMatch(/^Mapping on demand uses fewer regions/m);
  });

  it('shows both designs', () => {
    const checks = commands.filter(({ args }) => args[1] === 'check');
    const designs = checks.map(({ args }) => args[args.indexOf('--design') + 1].split('+')[0]);

    expect(new Set(designs)).toEqual(new Set(['upstream', '2023']));
  });
});
