import type { SwitchCost } from '../../../../models/xen-mpu';
import { contextSwitchCosts } from '../../../../models/xen-mpu';

const everyCount = Array.from({ length: 256 }, (_, n) => n);
const pick = (
  rows: readonly SwitchCost[],
  regions: number,
  wanted: Partial<SwitchCost>,
): SwitchCost => {
  const entries = Object.entries({ regions, ...wanted });
  const found = rows.filter((row) =>
    entries.every(([key, value]) => row[key as keyof SwitchCost] === value),
  );
  expect(found).toHaveLength(1);
  return found[0];
};

describe('contextSwitchCosts', () => {
  const rows = contextSwitchCosts(everyCount);
  const other = { state: 'vcpu', to: 'other domain' } as const;

  it('has every number of regions, way to select and place of the state', () => {
    expect(rows).toHaveLength(256 * 2 * 4);
    for (const { reads, writes, barriers, isbs, total } of rows) {
      expect(reads + writes + barriers + isbs).toBe(total);
    }
  });

  it('PMSAv8-64: PRBAR and PRLAR of each region, PRSELR once for 16 of them or for each', () => {
    for (const count of everyCount.slice(1)) {
      const block = pick(rows, count, { selection: 'block', ...other });
      const each = pick(rows, count, { selection: 'each', ...other });
      // PRSELR, SCTLR, VTCR, MAIR; PRSELR again, HCR and VSCTLR.
      expect(block.reads).toBe(2 * count + 4);
      expect(each.reads).toBe(block.reads);
      const blocks = Math.ceil(count / 16);
      expect(block.writes).toBe(2 * count + 2 * blocks + 6);
      expect(each.writes - block.writes).toBe(2 * (count - blocks));
      expect(each.isbs - block.isbs).toBe(2 * (count - blocks));
    }
  });

  it('state of the domain saves the regions between its own vCPUs, and nothing else', () => {
    const own = { selection: 'block', to: 'same domain' } as const;
    const small = pick(rows, 1, { ...own, state: 'domain' });
    for (const count of everyCount.slice(1)) {
      expect(pick(rows, count, { ...own, state: 'domain' }).total).toBe(small.total);
      const away = { selection: 'block', to: 'other domain' } as const;
      expect(pick(rows, count, { ...away, state: 'domain' }).total).toBe(
        pick(rows, count, { ...away, state: 'vcpu' }).total,
      );
    }
  });

  it('PMSAv8-32: 32 regions have registers of their own', () => {
    const narrow = contextSwitchCosts([32, 33], 32);
    const writes = (count: number): number =>
      pick(narrow, count, { selection: 'block', ...other }).writes;
    // Region 32 takes PRSELR twice, PRBAR and PRLAR once.
    expect(writes(33) - writes(32)).toBe(4);
  });
});
