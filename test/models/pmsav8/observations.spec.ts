import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MpuSystem } from '../../../models/pmsav8';
import { Hcr, Sctlr } from '../../../models/pmsav8';
import { A, program, region, resolve, system, verdict, write } from './support';

/*
 * What QEMU's Cortex-R52 was seen to allow and deny, and in which stage. The file's sections are
 * named by what was programmed; here is what that is.
 */
const file = join(__dirname, '../../observations/data/qemu-r52-mpu.txt');
const sections = new Map(
  readFileSync(file, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [title, ...lines] = text.trimEnd().split('\n');
      return [title, lines] as const;
    }),
);

/** MAIR with this byte first and that byte second. */
const mair = (first: number, second = 0): number => first | (second << 8);

const el2On = (on: MpuSystem, bits = 0) => write(on, 'SCTLR_EL2', Sctlr.M | bits);
const el1On = (on: MpuSystem, bits = 0) => write(on, 'SCTLR_EL1', Sctlr.M | bits);
const stage2On = (on: MpuSystem) => write(on, 'HCR_EL2', Hcr.VM);

/** A page for each AP, and one that nobody may execute. */
const pages = [0, 1, 2, 3].map((ap) => region(A + ap * 0x1000, { ap }));
const noExecute = region(A + 0x4000, { ap: 1, xn: 1 });
const first = region(A);
const second = region(A + 0x800);

const setups: Record<string, (on: MpuSystem) => void> = {
  'EL2: no MPU': () => undefined,
  'EL2 MPU on, BR=0, no region': (on) => el2On(on),
  'EL2 MPU on, BR=1, no region': (on) => el2On(on, Sctlr.BR),
  'EL2 one RW region 64B': (on) => {
    write(on, 'MAIR_EL2', mair(0xff));
    program(on, 2, [region(A, { limit: A + 63 })]);
    el2On(on);
  },
  'EL2 region AP=0..3 XN': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [...pages, noExecute]);
    el2On(on);
  },
  'EL2 overlap of two RW regions': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [first, second]);
    el2On(on);
  },
  'EL2 overlap + BR=1': (on) => {
    program(on, 2, [first, second]);
    el2On(on, Sctlr.BR);
  },
  'EL2 overlap, second disabled': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [first, { ...second, enabled: false }]);
    el2On(on);
  },
  'EL2 base>limit': (on) => {
    program(on, 2, [region(A + 0x1000, { limit: A + 63 })]);
    el2On(on);
  },
  'EL2 base==limit granule (1 granule)': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [region(A + 0x1000, { limit: A + 0x103f })]);
    el2On(on);
  },
  'EL2 whole-4G region overlapping puppet region? use top half': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [region(0x80000000, { limit: 0xffffffff })]);
    el2On(on);
  },
  'EL1: S1 off, S2 off': () => undefined,
  'EL1: S1 off, S2 on (HCR.VM, HSCTLR.M=0), no region': (on) => stage2On(on),
  'EL1: S1 off, S2 on, HSCTLR.BR=1 M=1, no region': (on) => {
    el2On(on, Sctlr.BR);
    stage2On(on);
  },
  'EL1: S2 on region RW all / RW EL2 only / RO all / XN': (on) => {
    program(on, 2, [...pages, noExecute]);
    stage2On(on);
  },
  'EL1: S1 on (M=1,BR=0) S2 off: no region at A': (on) => el1On(on),
  'EL1: S1 on (M=1,BR=1) S2 off: no region at A': (on) => el1On(on, Sctlr.BR),
  'EL1: S1 regions AP 0..3': (on) => {
    program(on, 1, pages);
    el1On(on);
  },
  'EL1: S1 overlap': (on) => {
    program(on, 1, [first, second]);
    el1On(on);
  },
  'S1 RW ok, S2 none (HCR.VM=1)': (on) => {
    program(on, 1, [first]);
    el1On(on);
    stage2On(on);
  },
  'S1 RW, S2 RO': (on) => {
    program(on, 1, [first]);
    program(on, 2, [{ ...first, ap: 3 }]);
    el1On(on);
    stage2On(on);
  },
  'S1 RO, S2 none: which fault first': (on) => {
    program(on, 1, [{ ...first, ap: 3 }]);
    el1On(on);
    stage2On(on);
  },
  'S1 none, S2 none': (on) => {
    el1On(on);
    stage2On(on);
  },
  'attr combine: S1 attr1=0xff, S2 attr0=0x44': (on) => {
    write(on, 'MAIR_EL1', mair(0, 0xff));
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 1, [{ ...first, attribute: 1 }]);
    program(on, 2, [first]);
    el1On(on);
    stage2On(on);
  },
  'SH field: bar.SH=3 attr idx 1 / bar.SH=0 attr idx 4 / idx 6': (on) => {
    write(on, 'MAIR_EL1', 0xff00, 0x00ff00ff);
    program(
      on,
      1,
      [1, 4, 6].map((attribute, n) => region(A + n * 0x1000, { attribute })),
    );
    el1On(on);
  },
  'WXN at EL1': (on) => {
    program(on, 1, [first, region(A + 0x1000, { ap: 3 })]);
    el1On(on, Sctlr.WXN);
  },
  'TGE/DC: HCR.DC': (on) => {
    write(on, 'MAIR_EL2', mair(0x44));
    program(on, 2, [first]);
    write(on, 'HCR_EL2', Hcr.DC);
  },
};

/** Sections without accesses: what registers read back is in registers.spec.ts. */
const registerSections = /^(HPRSELR|RES0|PRSELR)/;

/** Address translation instructions: whose access, and whether stage 1 alone. */
const instructions: Record<string, { access: string; stage1Only?: true }> = {
  ATS1HR: { access: 'EL2 read' },
  ATS1HW: { access: 'EL2 write' },
  ATS12NSOPR: { access: 'EL1 read' },
  ATS12NSOPW: { access: 'EL1 write' },
  ATS12NSOUR: { access: 'EL0 read' },
  ATS1CPR: { access: 'EL1 read', stage1Only: true },
  ATS1CPW: { access: 'EL1 write', stage1Only: true },
  ATS1CUR: { access: 'EL0 read', stage1Only: true },
  ATS1CUW: { access: 'EL0 write', stage1Only: true },
};

const letters: Record<string, string> = { r: 'read', w: 'write', x: 'execute' };

/** What a line says happened. An undefined instruction at EL0 was fetched. */
function seen(rest: string): string {
  if (/^(ok|OK|EXEC-OK|EL1 UND)/.test(rest)) return 'ok';
  if (rest.startsWith('EL2 TRAP') || rest.includes('S2=1')) return 'stage 2';
  if (/^(EL[12] [DP]ABT|F )/.test(rest)) return 'stage 1';
  throw new Error(rest);
}

describe("QEMU's Cortex-R52", () => {
  it('has a setup for every section', () => {
    const titles = [...sections.keys()].filter((title) => !registerSections.test(title));

    expect(Object.keys(setups).sort()).toEqual(titles.sort());
  });

  it.each(Object.keys(setups))('%s', (title) => {
    const expected: string[] = [];
    const modelled: string[] = [];
    for (const line of sections.get(title) ?? []) {
      const on = system();
      setups[title](on);
      const [what, digits, ...words] = line.trim().split(/\s+/);
      const address = parseInt(digits, 16);
      const instruction = instructions[what] as (typeof instructions)[string] | undefined;
      const access = instruction?.access ?? `${what.slice(0, 3)} ${letters[what[3]]}`;
      if (instruction?.stage1Only) write(on, 'HCR_EL2', 0);
      const rest = words.join(' ');
      expected.push(`${line.trim()}: ${seen(rest)}`);
      modelled.push(`${line.trim()}: ${verdict(on, access, address)}`);
      const memory = /^ok par=([0-9a-f]+)_/.exec(rest);
      if (!memory) continue;
      // PAR [63:56]; without leading zeros in the file.
      expected.push(`memory ${parseInt(memory[1], 16) >>> 24}`);
      modelled.push(`memory ${resolve(on, access, address) & 0xff}`);
    }

    expect(expected.length).toBeGreaterThan(0);
    expect(modelled).toEqual(expected);
  });
});
