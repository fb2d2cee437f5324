import type { MpuMachine } from '../../../models/contract/mpu';
import type { MpuProcessorImplementation } from '../../../models/contract/mpu-implementation';
import { MpuStatus } from '../../../models/contract/mpu-encoded';
import { faultOf, MpuSystem, processorOf, stageOf, usualChoices } from '../../../models/pmsav8';
import type { MpuTwin } from '../../engine/mpu/twin';
import { QEMU_VERSION } from '../install/packages';
import { r52Deviations } from './deviations';
import type { R52Implementation } from './r52';
import { r52, r52With24 } from './r52';
import { TwinAttributes } from './twin-attributes';

const all = r52Deviations.map(({ id }) => id);

/** The architecture's answer, with the deviations of QEMU in it that are asked for. */
class R52System extends MpuSystem {
  private readonly attributes: TwinAttributes;
  private readonly faultsAlike: boolean;

  constructor(machine: MpuMachine, deviations: readonly string[]) {
    const has = (id: string): boolean => deviations.includes(id);
    super(machine, { ...usualChoices, reservedBits: has('R52-RES0') ? 'kept' : 'zero' });
    this.attributes = new TwinAttributes(this, {
      shareability: has('R52-SH'),
      device: has('R52-DEVICE'),
      transient: has('R52-TRANSIENT'),
    });
    this.faultsAlike = has('R52-FSC');
    if (has('R52-DIRECT16')) {
      const { el1 } = this;
      const regionOf = el1.regionOf.bind(el1);
      el1.regionOf = (index) =>
        regionOf(index >= 16 && index < machine.el1Regions ? index - 16 : index);
    }
  }

  override probe(address: number, level: number, access: number): number {
    const found = super.probe(address, level, access);
    if (found >= 0) return this.attributes.of(found, address, level, access);
    return this.faultsAlike ? faultOf(stageOf(found), MpuStatus.Permission) : found;
  }
}

function twinOf(target: R52Implementation, deviations: readonly string[], suffix: string): MpuTwin {
  return {
    kind: 'processor',
    id: `twin:${target.id}${suffix}`,
    version: QEMU_VERSION,
    title: `PMSAv8-32 as ${target.title} has it`,
    deviations: r52Deviations.filter(({ id }) => deviations.includes(id)),
    machines: target.machines,
    create: (machine) => processorOf(new R52System(machine, deviations)),
    repaired: (ids) => {
      const left = deviations.filter((id) => !ids.includes(id));
      return twinOf(target, left, left.length === 0 ? '+fixed' : `+${ids.join('+')}`);
    },
  };
}

/** Models that answer as the targets do; with everything mended, as the architecture says. */
export const r52Twin = twinOf(r52, all, '');
export const r52With24Twin = twinOf(r52With24, all, '');

/** Both targets, each with its twin. */
export const r52Targets: readonly { target: R52Implementation; twin: MpuTwin }[] = [
  { target: r52, twin: r52Twin },
  { target: r52With24, twin: r52With24Twin },
];

/** Both targets as implementations under test: what they are known to do otherwise is what their twins do. */
export const r52Implementations: readonly MpuProcessorImplementation[] = r52Targets.map(
  ({ target, twin }) => ({ ...target, twin, deviations: twin.deviations }),
);
