import { compareGuestMemory, regionsNeeded } from '../../../../models/xen-mpu';
import { layout2023, machine2023 } from './support';

describe('compareGuestMemory', () => {
  const rows = compareGuestMemory(machine2023, layout2023);
  const row = (scenario: string): (typeof rows)[number] =>
    rows.find((one) => one.scenario === scenario)!;
  const cost = (mapped: number, unmapped: number, regions: number): object => ({
    ...{ result: 'ok', mapped },
    ...{ unmapped, regions },
  });

  it('booting: one region for the section', () => {
    const { section, onDemand } = row('boot');
    expect(section.regions - onDemand.regions).toBe(1);
  });

  it('booting: one for all boot modules, or each for itself', () => {
    const bootOf = (bootModules: typeof layout2023.bootModules): (typeof rows)[number] =>
      compareGuestMemory(machine2023, { ...layout2023, bootModules })[0];
    const [one] = layout2023.bootModules;
    const [with1, with2] = [bootOf([one]), bootOf([one, one])];
    expect(with2.section).toEqual(with1.section);
    expect(with2.onDemand.mapped - with1.onDemand.mapped).toBe(1);
    expect(with2.onDemand.unmapped - with1.onDemand.unmapped).toBe(1);
  });

  it('access to a guest while none runs: nothing, or mapping and unmapping', () => {
    expect(row('create domU1')).toMatchObject({ section: cost(0, 0, 8), onDemand: cost(1, 1, 7) });
    expect(row('copy to domU1 while idle')).toMatchObject({
      ...{ section: cost(0, 0, 8), onDemand: cost(1, 1, 7) },
    });
  });

  it('access to the guest that runs: nothing', () => {
    expect(row('copy to domU1 while it runs')).toMatchObject({
      ...{ section: cost(0, 0, 9), onDemand: cost(0, 0, 9) },
    });
  });

  it('switches: one region fewer to take away and to bring back', () => {
    expect(row('idle → domU1')).toMatchObject({ section: cost(3, 2, 9), onDemand: cost(3, 1, 9) });
    expect(row('domU1 → domU2')).toMatchObject({ section: cost(1, 3, 7), onDemand: cost(1, 3, 7) });
    expect(row('domU2 → idle')).toMatchObject({ section: cost(2, 1, 8), onDemand: cost(1, 1, 7) });
  });

  it('tells where the regions do not suffice', () => {
    const small = compareGuestMemory({ ...machine2023, el2Regions: 12 }, layout2023);
    const result = (scenario: string): string[] => {
      const { section, onDemand } = small.find((one) => one.scenario === scenario)!;
      return [section.result, onDemand.result];
    };
    expect(result('boot')).toEqual(['ok', 'ok']);
    expect(result('create domU1')).toEqual(['ok', 'ok']);
    const smaller = compareGuestMemory({ ...machine2023, el2Regions: 8 }, layout2023);
    expect(smaller[0].section.result).toBe('panic');
  });

  it('copies to no guest that does not run', () => {
    const domains = layout2023.domains.map((one) => ({ ...one, directMap: false }));
    const notMade = compareGuestMemory(machine2023, { ...layout2023, domains });
    const onDemand = (wanted: string): object =>
      notMade.find(({ scenario }) => scenario === wanted)!.onDemand;
    expect(onDemand('copy to domU1 while idle')).toMatchObject({ result: 'ok', mapped: 1 });
    expect(onDemand('copy to domU1 while it runs')).toMatchObject({ result: 'skipped', mapped: 0 });
  });
});

describe('regionsNeeded', () => {
  const ways = ['section', 'on-demand'] as const;
  const badWith = (el2Regions: number): string[][] => {
    const rows = compareGuestMemory({ ...machine2023, el2Regions }, layout2023);
    return [rows.map(({ section }) => section), rows.map(({ onDemand }) => onDemand)].map((costs) =>
      costs.map(({ result }) => result).filter((result) => result !== 'ok'),
    );
  };

  it.each([0, 1])('one fewer is too few, way %i', (n) => {
    const need = regionsNeeded(machine2023, layout2023, ways[n]);

    const { regions } = need as { regions: number };
    expect(badWith(regions)[n]).toEqual([]);
    expect(badWith(regions - 1)[n]).not.toEqual([]);
  });

  it('tells what goes wrong with any number', () => {
    const layout = { ...layout2023, guestSections: [] };

    expect(regionsNeeded(machine2023, layout, 'section')).toEqual({
      scenario: 'create domU1',
      result: 'EINVAL',
    });
    expect(regionsNeeded(machine2023, layout, 'on-demand')).toHaveProperty('regions');
  });
});
