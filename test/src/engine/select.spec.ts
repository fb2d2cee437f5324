import { allRequirements, notJudged } from '../../../properties';
import { selectRequirements } from '../../../src/engine/select';
import { InputError } from '../../../src/errors';

const all = allRequirements().map(({ id }) => id);
const ids = (selector: string): string[] =>
  selectRequirements(selector).requirements.map(({ id }) => id);

describe('selectRequirements', () => {
  it('selects everything with *', () => {
    expect(ids('*')).toEqual(all);
    expect(notJudged().every(({ id }) => selectRequirements('*').includes(id))).toBe(true);
  });

  it('selects by id, by pattern and by several, in the order of the digest', () => {
    const lr = all.filter((id) => id.startsWith('GIC-LR-'));

    expect(ids('GIC-CPU-001')).toEqual(['GIC-CPU-001']);
    expect(ids('GIC-LR-*')).toEqual(lr);
    expect(ids(' gic-lr-* , GIC-CPU-001,')).toEqual(['GIC-CPU-001', ...lr]);
  });

  it('takes away with !, from everything if nothing else is said', () => {
    const without = all.filter((id) => !id.startsWith('GIC-LR-') && id !== 'GIC-CPU-001');

    expect(ids('!GIC-LR-*,!GIC-CPU-001')).toEqual(without);
    expect(ids('GIC-LR-*,!GIC-LR-004')).not.toContain('GIC-LR-004');
    expect(ids('GIC-LR-*,!GIC-LR-004').length).toBe(ids('GIC-LR-*').length - 1);
  });

  it('lets a later term have the last word', () => {
    expect(ids('!GIC-*,GIC-LR-004')).toEqual(['GIC-LR-004']);
    expect(ids('GIC-LR-*,!GIC-LR-*,GIC-LR-004')).toEqual(['GIC-LR-004']);
  });

  it('tells which ids are selected, judged or not', () => {
    const { includes } = selectRequirements('GIC-LR-*');

    expect(includes('GIC-LR-004')).toBe(true);
    expect(includes('GIC-CPU-001')).toBe(false);
    for (const { id } of notJudged()) expect(includes(id)).toBe(id.startsWith('GIC-LR-'));
  });

  it.each([
    ['GIC-XX-*', '"GIC-XX-*" matches no requirement'],
    ['GIC-LR-*,!GIC-LR-999', '"!GIC-LR-999" matches no requirement'],
    ['GIC-LR-00.', 'matches no requirement'],
    ['', 'the selector is empty'],
    [' , ', 'the selector is empty'],
    ['!*', 'nothing is left that can be judged'],
  ])('rejects %j', (selector, message) => {
    expect(() => selectRequirements(selector)).toThrow(InputError);
    expect(() => selectRequirements(selector)).toThrow(`--requirements: `);
    expect(() => selectRequirements(selector)).toThrow(message);
  });
});
