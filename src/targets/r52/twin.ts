import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';
import {
  MPU_HIGH,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuLevel,
  MpuOutcome,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  addressOf,
} from '../../../models/contract/mpu-encoded';
import { MpuSystem, Sctlr, usualChoices } from '../../../models/pmsav8';
import type { MpuTwin, MpuTwinProcessor } from '../../engine/mpu/twin';
import { FaultReason } from '../../engine/mpu/twin';
import { QEMU_VERSION } from '../install/packages';
import { r52Deviations } from './deviations';
import type { R52Implementation } from './r52';
import { r52, r52With24 } from './r52';
import { TwinAttributes } from './twin-attributes';

/** Those that a program can show. */
const shown = r52Deviations.filter(({ notShown }) => !notShown).map(({ id }) => id);

/** The architecture's answer, with the deviations of QEMU in it that are asked for. */
class R52System extends MpuSystem {
  /** By step: why it faults; nothing if that is not asked. */
  reasons: Uint8Array | undefined;
  private readonly attributes: TwinAttributes;

  constructor(machine: MpuMachine, deviations: readonly string[]) {
    const has = (id: string): boolean => deviations.includes(id);
    super(machine, { ...usualChoices, reservedBits: has('R52-RES0') ? 'kept' : 'zero' });
    this.attributes = new TwinAttributes(this, {
      shareability: has('R52-SH'),
      device: has('R52-DEVICE'),
      transient: has('R52-TRANSIENT'),
    });
    if (has('R52-DIRECT16')) {
      const { el1 } = this;
      const regionOf = el1.regionOf.bind(el1);
      el1.regionOf = (index) =>
        regionOf(index >= 16 && index < machine.el1Regions ? index - 16 : index);
    }
  }

  override probe(address: number, level: number, access: number): number {
    const found = super.probe(address, level, access);
    return found < 0 ? found : this.attributes.of(found, address, level, access);
  }

  protected override step(
    steps: Int32Array,
    at: number,
    observations: Int32Array,
    to: number,
  ): void {
    super.step(steps, at, observations, to);
    if (!this.reasons || observations[to + OBSERVED_OUTCOME] !== MpuOutcome.Fault) return;
    const address = addressOf(steps[at + MPU_LOW], steps[at + MPU_HIGH]);
    const stage = observations[to + OBSERVED_LOW];
    this.reasons[at / MPU_STRIDE] = this.reason(stage, address, steps[at + MPU_SUBJECT]);
  }

  private reason(stage: number, address: number, level: number): number {
    const { el1, el2 } = this;
    const mpu = level === MpuLevel.El2 || stage === 2 ? el2 : el1;
    if (stage === 1 && (mpu.sctlr & Sctlr.M) === 0) return FaultReason.Permission;
    const region = mpu.match(address);
    if (region >= 0) return FaultReason.Permission;
    const background = stage === 1 && (mpu.sctlr & Sctlr.BR) !== 0 && level !== MpuLevel.El0;
    if (region === -2) return FaultReason.Several;
    return background ? FaultReason.Permission : FaultReason.NoRegion;
  }
}

function processor(system: R52System): MpuTwinProcessor {
  return {
    run(program, observations, reasons) {
      system.reset();
      system.reasons = reasons;
      system.run(program, observations);
    },
  };
}

function twinOf(target: R52Implementation, deviations: readonly string[], suffix: string): MpuTwin {
  return {
    kind: 'processor',
    id: `twin:${target.id}${suffix}`,
    version: QEMU_VERSION,
    title: `PMSAv8-32 as ${target.title} has it`,
    deviations: r52Deviations.filter(({ id, notShown }) => notShown ?? deviations.includes(id)),
    machines: target.machines,
    create: (machine) => processor(new R52System(machine, deviations)),
    repaired: (ids) => {
      const left = deviations.filter((id) => !ids.includes(id));
      return twinOf(target, left, left.length === 0 ? '+fixed' : `+${ids.join('+')}`);
    },
  };
}

/** Models that answer as the targets do; with everything mended, as the architecture says. */
export const r52Twin = twinOf(r52, shown, '');
export const r52With24Twin = twinOf(r52With24, shown, '');

/** Both targets, each with its twin. */
export const r52Targets: readonly { target: R52Implementation; twin: MpuTwin }[] = [
  { target: r52, twin: r52Twin },
  { target: r52With24, twin: r52With24Twin },
];

/** Both targets as implementations under test: what they are known to do otherwise is what their twins do. */
export const r52Implementations: readonly MpuProcessorImplementation[] = r52Targets.map(
  ({ target, twin }) => ({ ...target, twin, deviations: twin.deviations }),
);
