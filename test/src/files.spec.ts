import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../reports/schema/report';
import type { Step } from '../../models/contract/workload';
import { InputError } from '../../src/errors';
import { loadWorkload, openOutput, writeWhole } from '../../src/files';
import { temporaryFolder } from './cli/support';
import { machine, workload } from './support';

const folder = temporaryFolder();

function save(data: unknown): string {
  const file = join(folder(), 'saved.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
}

function finding(step: Step): Finding {
  return {
    format: 'lockstep-finding-1',
    id: 'x',
    kind: 'requirement',
    title: 'x',
    implementations: [],
    requirements: [],
    step: 0,
    hits: 1,
    workload: workload(machine(3), [step]),
    traces: [],
    replay: '',
  };
}

describe('loadWorkload', () => {
  it('reads a workload', () => {
    const saved = workload(machine(2), [{ step: 'barrier' }]);

    expect(loadWorkload(save(saved))).toEqual({ workload: saved });
  });

  it('reads a finding with its workload', () => {
    const saved = finding({ step: 'barrier' });

    expect(loadWorkload(save(saved))).toEqual({ workload: saved.workload, finding: saved });
  });

  it('names file, step and field of what makes no sense, in either', () => {
    const step: Step = { step: 'raise', intid: 64 };

    for (const data of [finding(step), workload(machine(3), [step])]) {
      const file = save(data);
      expect(() => loadWorkload(file)).toThrow(InputError);
      expect(() => loadWorkload(file)).toThrow(
        `${file}: step 0, field "intid": 64 is out of range`,
      );
    }
  });
});

describe('writing', () => {
  it('makes folders and leaves nothing but the file', () => {
    const out = join(folder(), 'a', 'b');

    openOutput(out);
    writeWhole(out, 'x.txt', 'text');
    writeWhole(out, 'x.txt', 'other');

    expect(readdirSync(out)).toEqual(['x.txt']);
    expect(readFileSync(join(out, 'x.txt'), 'utf8')).toBe('other');
  });

  it('says which file could not be written', () => {
    const taken = join(folder(), 'taken');
    mkdirSync(taken);

    expect(() => writeWhole(folder(), 'taken', 'x')).toThrow(`${taken}: cannot be written`);
    expect(() => writeWhole(join(folder(), 'none'), 'x', 'x')).toThrow(InputError);
    expect(existsSync(join(folder(), 'none'))).toBe(false);
  });
});
