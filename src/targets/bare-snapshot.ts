import type { EncodedWorkload } from '../../models/contract/encoded';
import { INDEX, KIND, SIZE, StepKind, STRIDE, SUBJECT, VCPU } from '../../models/contract/encoded';
import { Register as R } from '../../models/architecture/registers';

/** What the list-register hardware of a PE holds and shows: register, index, bytes. */
const state: Record<2 | 3, readonly (readonly [register: number, index: number, size: number])[]> =
  {
    2: [
      ...[0, 1, 2, 3].map((n) => [R.GICH_LR, n, 4] as const),
      [R.GICH_APR, 0, 4],
      [R.GICH_HCR, 0, 4],
      [R.GICH_VMCR, 0, 4],
      [R.GICH_MISR, 0, 4],
      [R.GICH_EISR, 0, 4],
      [R.GICH_ELRSR, 0, 4],
      [R.GICV_HPPIR, 0, 4],
      [R.GICV_RPR, 0, 4],
    ],
    3: [
      ...[0, 1, 2, 3].map((n) => [R.ICH_LR_EL2, n, 8] as const),
      [R.ICH_AP0R_EL2, 0, 4],
      [R.ICH_AP1R_EL2, 0, 4],
      [R.ICH_HCR_EL2, 0, 4],
      [R.ICH_VMCR_EL2, 0, 4],
      [R.ICH_MISR_EL2, 0, 4],
      [R.ICH_EISR_EL2, 0, 4],
      [R.ICH_ELRSR_EL2, 0, 4],
      [R.ICV_HPPIR0_EL1, 0, 4],
      [R.ICV_HPPIR1_EL1, 0, 4],
      [R.ICV_RPR_EL1, 0, 4],
    ],
  };

/** How many steps a workload of a GIC version becomes for each step. */
export function stepsWithSnapshot(gic: 2 | 3): number {
  return 1 + state[gic].length;
}

/**
 * The same workload with a read of everything that the list-register hardware of the acting PE holds
 * after each step. A `restore` then writes back what the last of these reads saw.
 */
export function snapshotted(workload: EncodedWorkload): EncodedWorkload {
  const registers = state[workload.machine.gic];
  const per = stepsWithSnapshot(workload.machine.gic);
  const steps = new Int32Array(workload.length * per * STRIDE);
  for (let n = 0; n < workload.length; n++) {
    const from = n * STRIDE;
    let to = n * per * STRIDE;
    steps.set(workload.steps.subarray(from, from + STRIDE), to);
    const kind = workload.steps[from + KIND];
    const acts = kind < StepKind.Raise || kind === StepKind.ListRegister;
    for (const [register, index, size] of registers) {
      to += STRIDE;
      steps[to + KIND] = StepKind.Read;
      steps[to + VCPU] = acts ? workload.steps[from + VCPU] : 0;
      steps[to + SUBJECT] = register;
      steps[to + INDEX] = index;
      steps[to + SIZE] = size;
    }
  }
  return { ...workload, steps, length: workload.length * per };
}
