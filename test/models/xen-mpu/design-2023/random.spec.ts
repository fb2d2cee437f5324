import { fc, test } from '@fast-check/jest';
import type { MpuMachine } from '../../../../models/contract/mpu';
import type { MpuLayout } from '../../../../models/contract/mpu-layout';
import type { MpuHypervisorImplementation } from '../../../../models/contract/mpu-implementation';
import type {
  MpuScriptStep,
  MpuShown,
  MpuTableEntry,
} from '../../../../models/contract/mpu-script';
import { findScriptRegister, translationRegisters } from '../../../../models/contract/mpu-script';
import { MpuSystem } from '../../../../models/pmsav8';
import {
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuDraftA,
  xenMpuOnDemand,
  xenMpuPoc2022,
  xenMpuV2of2023,
} from '../../../../models/xen-mpu';
import type { Xen2023 } from '../../../../models/xen-mpu/design-2023';
import { allMpuRequirements } from '../../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../../src/engine/mpu/judge';
import { MpuScriptGenerator } from '../../../../src/workload/mpu-script/generator';
import { Replay, areDisjoint, enabledRegions, hex, tableRegions } from '../support';
import {
  GUESTS,
  MIB,
  allPhases,
  createStep,
  domainOf,
  guestWrite,
  idleStep,
  layout2023,
  mended,
  switchStep,
} from './support';

const designs = [
  mended(xenMpuPoc2022),
  mended(xenMpuV2of2023),
  xenMpu2023,
  xenMpu2023Reserving,
  xenMpuOnDemand,
  mended(xenMpuDraftA),
];

/** The same, without the cost of a deep comparison where it holds. */
function same(one: unknown, other: unknown): void {
  if (JSON.stringify(one) !== JSON.stringify(other)) expect(one).toEqual(other);
}

const rangeOf = (entry: MpuTableEntry | undefined): number[] =>
  entry ? [entry.index, entry.base, entry.limit] : [];

/** Follows a hypervisor step by step, and says what has to hold. */
class Watch {
  readonly xen: Xen2023;
  private readonly replay: Replay;
  /** What the assembly made. */
  private fixed: MpuTableEntry[] = [];
  /** EL1 as each vCPU left it, by `domain.vcpu`. */
  private readonly guests = new Map<string, MpuSystem>();
  private running: string | undefined;

  constructor(
    of: MpuHypervisorImplementation,
    private readonly machine: MpuMachine,
    private readonly layout: MpuLayout,
  ) {
    this.xen = of.create(machine, layout) as Xen2023;
    this.replay = new Replay(machine);
  }

  execute(step: MpuScriptStep): MpuShown {
    const shown = this.xen.execute(step);
    const states = [...this.replay.states(shown)];
    if (!states.every(areDisjoint))
      expect(states.filter((regions) => !areDisjoint(regions))).toEqual([]);
    if (shown.result === 'panic' || shown.result === 'stopped') return shown;
    same(enabledRegions(this.xen.hardware.system), tableRegions(shown));
    expect(shown.strayBytes).toBe(0);
    this.followFixed(step, shown);
    this.followGuests(step, shown);
    return shown;
  }

  private followFixed(step: MpuScriptStep, { table }: MpuShown): void {
    if (step.step === 'boot' && step.phase === 'assembly') {
      this.fixed = table.filter(({ index }) => this.xen.table.at(index)?.role === 'fixed');
    }
    const now = this.fixed.map(({ index }) => table.find((entry) => entry.index === index));
    same(now.map(rangeOf), this.fixed.map(rangeOf));
  }

  private followGuests(step: MpuScriptStep, { result }: MpuShown): void {
    if (step.step === 'switch' && result === 'ok') {
      this.running = `${step.domain}.${step.vcpu}`;
      if (!this.guests.has(this.running)) this.guests.set(this.running, this.newGuest());
    }
    if (step.step === 'idle' && result === 'ok') this.running = undefined;
    const guest = this.running === undefined ? undefined : this.guests.get(this.running);
    if (!guest) return;
    if (step.step === 'guest-write' && result === 'ok') {
      const { register, index } = findScriptRegister(step.register)!;
      const value = BigInt(step.value);
      const words = [Number(value & 0xffffffffn) | 0, Number(value >> 32n) | 0] as const;
      // Those of translation tables are no registers of the MPU.
      if (!translationRegisters.includes(register)) guest.write(register, index, ...words);
    }
    const isVmsa = this.layout.domains[Number(this.running!.split('.')[0])].el1 === 'mmu';
    const [own, hardware] = [guest.el1, this.xen.hardware.system.el1];
    if (isVmsa) expect(hardware.sctlr).toBe(own.sctlr);
    else same(imageOf(hardware), imageOf(own));
  }

  private newGuest(): MpuSystem {
    return new MpuSystem(this.machine);
  }
}

function imageOf(mpu: MpuSystem['el1']): string {
  const words = new Int32Array(mpu.imageWords);
  mpu.save(words);
  // Without regions PRSELR may be anything (MPU-A-014, MPU-P-043).
  return words.slice(mpu.count === 0 ? 1 : 0).join(' ');
}

const layoutWithThree: MpuLayout = {
  ...layout2023,
  domains: [
    ...layout2023.domains,
    domainOf(GUESTS + 32 * MIB, GUESTS + 48 * MIB, { el1: 'mmu', vcpus: 1 }),
  ],
};

const registers = ['PRSELR_EL1', 'PRBAR_EL1', 'PRLAR_EL1', 'PRBAR3_EL1', 'PRLAR15_EL1'];
const guestSteps = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.nat(2), fc.nat(1)).map(([d, v]) => switchStep(d, v)) },
  { weight: 1, arbitrary: fc.constant(idleStep) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...registers, 'MAIR_EL1', 'SCTLR_EL1', 'PRENR_EL1'),
        fc.nat(0xffffffff),
      )
      .map(([register, value]) => guestWrite(register, hex(value))),
  },
);

describe.each(designs)('$id with everything mended', (of) => {
  test.prop(
    [
      fc.array(guestSteps, { minLength: 5, maxLength: 60 }),
      fc.constantFrom(0, 1, 2, 15, 16, 17, 32),
      fc.constantFrom(16, 20, 33, 64),
      fc.constantFrom(32 as const, 64 as const),
    ],
    { numRuns: 25 },
  )('guests that take turns keep what is theirs, and nothing else', (steps, el1, el2, format) => {
    const machine = { format, el1Regions: el1, el2Regions: el2, vmsa: format === 64 };
    const watch = new Watch(of, machine, layoutWithThree);
    for (const step of allPhases(of)) expect(watch.execute(step).result).toBe('ok');
    const before = watch.xen.table.show();
    for (const domain of [0, 1, 2]) watch.execute(createStep(domain));
    for (const step of steps) watch.execute(step);
    watch.execute(idleStep);
    expect(watch.xen.table.show()).toEqual(before);
  });

  test.prop([fc.nat()], { numRuns: 25 })('whatever the layout and the steps', (seed) => {
    // What is watched here is one CPU.
    const offer = { ...of, machines: { ...of.machines, cpus: 1 } };
    const script = new MpuScriptGenerator(seed, offer).generate(0);
    const watch = new Watch(of, script.machine, script.layout);
    const shown = script.steps.map((step) => watch.execute(step));

    const requirements = allMpuRequirements();
    const judge = new MpuJudge(requirements, newMpuTally(requirements));
    const broken = judge.script(script, shown, '2023').map(({ requirement }) => requirement);
    expect(broken.map((number) => requirements[number].id)).toEqual([]);
  });
});
