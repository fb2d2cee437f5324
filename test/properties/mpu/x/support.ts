import type { MpuMachine } from '../../../../models/contract/mpu';
import type { MpuLayout, MpuRange } from '../../../../models/contract/mpu-layout';
import type {
  MpuFlags,
  MpuRegisterAccess,
  MpuScriptStep,
  MpuShown,
} from '../../../../models/contract/mpu-script';
import { MpuRegister } from '../../../../models/contract/mpu-registers';
import { xenMpu2026 } from '../../../../models/xen-mpu';
import { deviations } from '../../../../models/xen-mpu/upstream';
import { allMpuRequirements } from '../../../../properties/mpu';
import { MpuJudge, newMpuTally } from '../../../../src/engine/mpu/judge';
import { hex, machineOf, range, usualLayout, usualSections } from '../../../models/xen-mpu/support';

export { hex, machineOf, range, usualLayout, usualSections };

export const PAGE = 0x1000;
/** Where nothing is mapped. */
export const A = 0x60000000;

/** From page `first` of `A` to before page `last`. */
export const pages = (first: number, last: number): MpuRange =>
  range(A + first * PAGE, A + last * PAGE);

export const boot = (phase: string): MpuScriptStep => ({ step: 'boot', phase });
export const assembly = boot('assembly');
export const map = (where: MpuRange, flags: MpuFlags = 'rw'): MpuScriptStep => {
  return { step: 'map', ...where, flags };
};
export const modify = (where: MpuRange, flags: MpuFlags): MpuScriptStep => {
  return { step: 'modify', ...where, flags };
};
export const unmap = (where: MpuRange): MpuScriptStep => ({ step: 'unmap', ...where });
export const unmapContaining = (address: number): MpuScriptStep => {
  return { step: 'unmap-containing', address: hex(address) };
};

/** Maps single pages until regions 5 to `count` − 1 are in use. */
export const fill = (count: number): MpuScriptStep[] =>
  Array.from({ length: count - 5 }, (_, n) => map(pages(2 * n, 2 * n + 1)));

export interface Script {
  machine?: MpuMachine;
  layout?: Partial<MpuLayout>;
  sections?: Partial<MpuLayout['sections']>;
  /** `assembly` comes before them unless they boot themselves. */
  steps: MpuScriptStep[];
}

/** What the last step is made to have shown instead. */
export type Tampering = (last: MpuShown) => Partial<MpuShown>;

/** Xen's answers to a script, without its deviations but for these. */
function answers({ machine, layout, steps }: Required<Script>, present: readonly string[]) {
  const mended = deviations.map(({ id }) => id).filter((id) => !present.includes(id));
  const whole = { ...usualLayout, ...layout };
  const xen = xenMpu2026.repaired!(mended).create(machine, whole);
  return { layout: whole, shown: steps.map((step) => xen.execute(step)) };
}

/**
 * What a requirement says of a script that Xen executes with these deviations and no others.
 * @returns 'held', 'not concerned', or 'broken in step N', N from the end: −1 is the last
 */
export function verdict(
  id: string,
  script: Script,
  present: readonly string[] = [],
  tampering: Tampering = () => ({}),
): string {
  const { machine = machineOf(16), layout = {}, sections = {} } = script;
  const isBooted = script.steps.some(({ step }) => step === 'boot');
  const steps = isBooted ? script.steps : [assembly, ...script.steps];
  const all = { ...layout, sections: { ...usualSections, ...sections } };
  const found = answers({ machine, layout: all, sections, steps }, present);
  const last = found.shown.at(-1)!;
  const shown = [...found.shown.slice(0, -1), { ...last, ...tampering(last) }];
  const asked = allMpuRequirements().filter((one) => one.id === id);
  const tally = newMpuTally(asked);
  const judge = new MpuJudge(asked, tally);
  const judged = { format: 'lockstep-mpu-script-1', machine, layout: found.layout, steps } as const;
  const [broken] = judge.script(judged, shown, 'upstream');
  if (broken) return `broken in step ${broken.step - steps.length}`;
  return tally.exercised[0] > 0 ? 'held' : 'not concerned';
}

/** The accesses without writes to a register. */
export const withoutWrites = (
  { accesses }: MpuShown,
  name: keyof typeof MpuRegister,
): MpuRegisterAccess[] =>
  accesses.filter((one) => one.does !== 'write' || one.register !== MpuRegister[name]);

/** The accesses with the low word of each write to a register changed. */
export const withWrites = (
  { accesses }: MpuShown,
  name: keyof typeof MpuRegister,
  change: (low: number) => number,
): MpuRegisterAccess[] =>
  accesses.map((one) =>
    one.does === 'write' && one.register === MpuRegister[name]
      ? { ...one, low: change(one.low) }
      : one,
  );

export const write = (
  name: keyof typeof MpuRegister,
  low: number,
  index = -1,
): MpuRegisterAccess => {
  return { does: 'write', register: MpuRegister[name], index, low, high: 0 };
};
