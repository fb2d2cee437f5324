import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuHypervisorImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuLayout, MpuRange } from '../../../models/contract/mpu-layout';
import { MpuRegister } from '../../../models/contract/mpu-registers';
import type {
  MpuHypervisor,
  MpuRegisterAccess,
  MpuResult,
  MpuScriptStep,
  MpuShown,
} from '../../../models/contract/mpu-script';
import { prbarHigh, prbarLow, prlarHigh, prlarLow } from '../../../models/pmsav8';

/** What the made-up hypervisor does wrong. */
export type Fault =
  | 'writable-text'
  | 'overlap'
  | 'empty-region'
  | 'moves-text'
  | 'keeps-init'
  | 'no-uart'
  | 'leaks-memory'
  | 'forgets-memory'
  | 'remembers'
  | 'executes-no-text'
  | 'map-fails'
  | 'panics';

const NORMAL = 7;
const DEVICE = 4;

type Permissions = 'rx' | 'ro' | 'rw' | 'rwx' | 'guest' | 'guest-device';

/** AP and, as PMSAv8-64 has it, XN. */
const encoded: Record<Permissions, { ap: number; xn: number }> = {
  rx: { ap: 2, xn: 0 },
  ro: { ap: 2, xn: 2 },
  rw: { ap: 0, xn: 2 },
  rwx: { ap: 0, xn: 0 },
  guest: { ap: 1, xn: 0 },
  'guest-device': { ap: 1, xn: 2 },
};

interface Mapped {
  range: MpuRange;
  permissions: Permissions;
  attribute: number;
}

/** A hypervisor so simple that one sees what is right: it writes all of its regions anew each time. */
class MadeUp implements MpuHypervisor {
  private accesses: MpuRegisterAccess[] = [];
  private own: Mapped[] = [];
  private last = -1;

  constructor(
    private readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
    private readonly faults: ReadonlySet<Fault>,
  ) {}

  execute(step: MpuScriptStep): MpuShown {
    this.accesses = [];
    const result = this.act(step);
    const shown = { result, low: 0, high: 0, accesses: this.accesses, table: [], strayBytes: 0 };
    return shown as MpuShown;
  }

  private act(step: MpuScriptStep): MpuResult {
    switch (step.step) {
      case 'boot':
        return step.phase === 'assembly' ? this.assembly() : this.late();
      case 'ioremap':
        return this.faults.has('map-fails') ? 'ENOENT' : 'ok';
      case 'idle':
        return this.program(this.own);
      case 'switch': {
        const { memory, shared, devices } = this.layout.domains[step.domain];
        const others = this.layout.domains.flatMap((domain) => domain.memory);
        const given = this.faults.has('leaks-memory') ? others : memory;
        const skipped = this.faults.has('forgets-memory') ? given.slice(1) : given;
        const remembered = this.faults.has('remembers') && this.last >= 0 ? [this.own[0]] : [];
        this.last = step.domain;
        return this.program([
          ...this.own,
          ...remembered,
          ...[...skipped, ...(shared ?? [])].map((range) => mapped(range, 'guest')),
          ...devices.map((range) => mapped(range, 'guest-device', DEVICE)),
        ]);
      }
      default:
        return 'ok';
    }
  }

  private assembly(): MpuResult {
    if (this.faults.has('panics')) return 'panic';
    const { text, rodata, roAfterInit, data, initText, initData, bss } = this.layout.sections;
    this.write(MpuRegister.MAIR_EL2, -1, 0xeeaa4400 | 0, 0xff000004 | 0);
    this.own = [
      mapped(text, this.faults.has('writable-text') ? 'rwx' : 'rx'),
      mapped(rodata, 'ro'),
      mapped({ start: roAfterInit.start, end: data.end }, 'rw'),
      mapped(bss, 'rw'),
      mapped(initText, 'rx'),
      mapped(initData, 'rw'),
    ];
    return this.program(this.own);
  }

  private late(): MpuResult {
    const { staticHeap, devices } = this.layout;
    if (!this.faults.has('keeps-init')) this.own.splice(4);
    if (this.faults.has('moves-text')) this.own.reverse();
    if (this.faults.has('executes-no-text')) this.own[0].permissions = 'ro';
    this.own.push(mapped(staticHeap[0], 'rw'));
    if (this.faults.has('overlap')) this.own.push(mapped(staticHeap[0], 'ro'));
    if (this.faults.has('empty-region')) {
      const { start } = staticHeap[0];
      this.own.push(mapped({ start, end: `0x${(Number(start) - 4096).toString(16)}` }, 'rw'));
    }
    const used = this.faults.has('no-uart') ? devices.slice(0, -1) : devices;
    this.own.push(...used.map((range) => mapped(range, 'rw', DEVICE)));
    return this.program(this.own);
  }

  /** Writes regions from the first on, and disables the rest. */
  private program(regions: readonly Mapped[]): MpuResult {
    const { format, el2Regions } = this.machine;
    if (regions.length > el2Regions) return 'panic';
    for (let index = 0; index < el2Regions; index++) {
      this.write(MpuRegister.PRSELR_EL2, -1, index, 0);
      const region = regions[index];
      if (!region) {
        this.write(MpuRegister.PRLAR_EL2, -1, 0, 0);
        continue;
      }
      const { ap, xn } = encoded[region.permissions];
      const whole = {
        base: Number(region.range.start),
        limit: Number(region.range.end) - 1,
        ...{ ap, sh: 3, attribute: region.attribute, enabled: true },
        xn: format === 64 ? xn : xn >> 1,
      };
      this.write(MpuRegister.PRLAR_EL2, -1, 0, 0);
      this.write(MpuRegister.PRBAR_EL2, -1, prbarLow(format, whole), prbarHigh(format, whole));
      this.write(MpuRegister.PRLAR_EL2, -1, prlarLow(format, whole), prlarHigh(format, whole));
    }
    this.accesses.push({ does: 'barrier' });
    return 'ok';
  }

  private write(register: number, index: number, low: number, high: number): void {
    this.accesses.push({ does: 'write', register, index, low, high });
  }
}

function mapped(range: MpuRange, permissions: Permissions, attribute = NORMAL): Mapped {
  return { range, permissions, attribute };
}

/** @param design whose rules it is held to */
export function madeUp(
  faults: readonly Fault[] = [],
  design: 'upstream' | '2023' = 'upstream',
  mended: readonly string[] = [],
): MpuHypervisorImplementation {
  const left = faults.filter((fault) => !mended.includes(fault));
  return {
    kind: 'hypervisor',
    id: 'model:made-up',
    version: '1',
    title: 'A made-up hypervisor',
    design,
    deviations: left.map((id) => ({
      ...{ id, kind: 'known', title: `it ${id}`, requirements: [], evidence: 'made up' },
    })),
    machines: { formats: [32, 64], vmsa: true },
    phases: ['assembly', 'late'],
    steps: ['ioremap', 'create-domain', 'idle', 'switch'],
    create: (machine, layout) => new MadeUp(machine, layout, new Set(left)),
    repaired: (ids) => madeUp(faults, design, [...mended, ...ids]),
  };
}
