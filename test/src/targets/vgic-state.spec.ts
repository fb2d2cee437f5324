import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOBODY } from '../../../models/contract/interrupt-state';
import { readVgicState } from '../../../src/targets/vgic-state';

const HEAD = `Distributor
===========
vgic_model:\tGICv3
nr_spis:\t64
nr_lpis:\t0
enabled:\t1

P=pending_latch, L=line_level, A=active
E=enabled, H=hw, C=config (level=1, edge=0)
G=group

`;
const RULE = '-'.repeat(64);
const table = (name: string, ...rows: string[]): string =>
  [`${name} TYP   ID TGT_ID PLAEHCG     HWID   TARGET SRC PRI VCPU_ID`, RULE, ...rows, ''].join(
    '\n',
  );

describe("KVM's vgic-state", () => {
  it('is read field by field', () => {
    const text =
      HEAD +
      [
        table('VCPU 0', '       SGI    0      0 1001000        0        1   2  96       0 '),
        table('VCPU 1', '       PPI   27      1 0111110       27        1   0   8       1 '),
        table('SPI  0', '       SPI   95     -1 0000001        0   10203f   0 248      -1 '),
      ].join('\n');

    expect(readVgicState(text)).toEqual({
      gic: 3,
      enabled: 1,
      interrupts: [
        {
          ...{ intid: 0, bank: 0, targetVcpu: 0, targets: 1, source: 2, priority: 96, vcpu: 0 },
          ...{ pendingLatch: 1, lineLevel: 0, active: 0, enabled: 1, hw: 0, level: 0, group: 0 },
        },
        {
          ...{ intid: 27, bank: 1, targetVcpu: 1, targets: 1, source: 0, priority: 8, vcpu: 1 },
          ...{ pendingLatch: 0, lineLevel: 1, active: 1, enabled: 1, hw: 1, level: 1, group: 0 },
        },
        {
          ...{ intid: 95, bank: NOBODY, source: 0, priority: 248, vcpu: -1 },
          ...{ targetVcpu: -1, targets: 0x10203f },
          ...{ pendingLatch: 0, lineLevel: 0, active: 0, enabled: 0, hw: 0, level: 0, group: 1 },
        },
      ],
    });
  });

  it('tells a GICv2, and a distributor that is off', () => {
    const text = HEAD.replace('GICv3', 'GICv2').replace('enabled:\t1', 'enabled:\t0');

    expect(readVgicState(text)).toEqual({ gic: 2, enabled: 0, interrupts: [] });
  });

  it('is refused with a line that is something else', () => {
    const text = HEAD + table('SPI  0', '       LPI 8192      0 0000000 ');

    expect(() => readVgicState(text)).toThrow(/^vgic-state: " +LPI 8192 .*" is no interrupt$/);
  });

  it('is read as Linux 7.2 wrote it: two vCPUs of GICv2, 64 SPIs', () => {
    const text = readFileSync(join(__dirname, 'vgic-state-7.2.txt'), 'latin1');

    const { gic, enabled, interrupts } = readVgicState(text);

    expect({ gic, enabled }).toEqual({ gic: 2, enabled: 1 });
    expect(interrupts.map(({ bank, intid }) => [bank, intid])).toEqual([
      ...Array.from({ length: 64 }, (_, n) => [n >> 5, n & 31]),
      ...Array.from({ length: 64 }, (_, n) => [NOBODY, 32 + n]),
    ]);
    const sgi10 = interrupts.find(({ intid, bank }) => intid === 10 && bank === 1);
    expect(sgi10).toMatchObject({ pendingLatch: 1, source: 1, priority: 120, vcpu: 1 });
    expect(sgi10).toMatchObject({ targets: 2, targetVcpu: 1, level: 0, active: 0 });
    const listed = interrupts.filter(({ vcpu }) => vcpu !== NOBODY);
    expect(listed.length).toBeGreaterThan(4);
    for (const { pendingLatch, lineLevel, active } of listed) {
      expect(pendingLatch + lineLevel + active).toBeGreaterThan(0);
    }
  });
});
