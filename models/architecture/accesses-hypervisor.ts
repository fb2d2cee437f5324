import { reads, undefinedAccess, writes } from './accesses';
import { Register } from './registers';

/** Hypervisor control registers by id. Loaded for its effect on `reads` and `writes`. */

for (const [hcr, vtr, vmcr, misr] of [
  [Register.GICH_HCR, Register.GICH_VTR, Register.GICH_VMCR, Register.GICH_MISR],
  [Register.ICH_HCR_EL2, Register.ICH_VTR_EL2, Register.ICH_VMCR_EL2, Register.ICH_MISR_EL2],
]) {
  reads[hcr] = (g, v) => g.virtual[v].readHcr();
  writes[hcr] = (g, v, _i, _s, low) => g.virtual[v].writeHcr(low);
  reads[vtr] = (g, v) => g.virtual[v].readVtr();
  reads[vmcr] = (g, v) => g.virtual[v].readVmcr();
  writes[vmcr] = (g, v, _i, _s, low) => g.virtual[v].writeVmcr(low);
  reads[misr] = (g, v) => g.virtual[v].readMisr();
}

reads[Register.GICH_EISR] = (g, v, index) => g.virtual[v].listRegisters.eisr(index & 1);
reads[Register.ICH_EISR_EL2] = (g, v) => g.virtual[v].listRegisters.eisr(0);
reads[Register.GICH_ELRSR] = (g, v, index) => g.virtual[v].listRegisters.elrsr(index & 1);
reads[Register.ICH_ELRSR_EL2] = (g, v) => g.virtual[v].listRegisters.elrsr(0);

// GICH_APR: one register for both groups (GIC-CPU-031).
reads[Register.GICH_APR] = (g, v) => g.virtual[v].priority.readActivePriorities(0, 0);
writes[Register.GICH_APR] = (g, v, _i, _s, low) =>
  g.virtual[v].priority.writeActivePriorities(0, 0, low);

for (const [register, group] of [
  [Register.ICH_AP0R_EL2, 0],
  [Register.ICH_AP1R_EL2, 1],
]) {
  reads[register] = (g, v, index) => {
    const { priority } = g.virtual[v];
    if (index >= priority.activePriorityRegisters) return undefinedAccess(g);
    return priority.readActivePriorities(group, index);
  };
  writes[register] = (g, v, index, _s, low) => {
    const { priority } = g.virtual[v];
    if (index >= priority.activePriorityRegisters) undefinedAccess(g);
    else priority.writeActivePriorities(group, index, low);
  };
}

reads[Register.GICH_LR] = (g, v, index) => {
  const { listRegisters } = g.virtual[v];
  return index < listRegisters.count ? listRegisters.readV2(index) : 0;
};
writes[Register.GICH_LR] = (g, v, index, _s, low) => {
  const { listRegisters } = g.virtual[v];
  if (index < listRegisters.count) listRegisters.writeV2(index, low);
};

reads[Register.ICH_LR_EL2] = (g, v, index, size, aux) => {
  const { listRegisters } = g.virtual[v];
  if (index >= listRegisters.count) return undefinedAccess(g);
  if (size === 4) return aux ? listRegisters.readHigh(index) : listRegisters.readLow(index);
  g.high = listRegisters.readHigh(index);
  return listRegisters.readLow(index);
};
writes[Register.ICH_LR_EL2] = (g, v, index, size, low, high, aux) => {
  const { listRegisters } = g.virtual[v];
  if (index >= listRegisters.count) undefinedAccess(g);
  else if (size !== 4) listRegisters.writeV3(index, low, high);
  else if (aux) listRegisters.writeV3(index, listRegisters.readLow(index), low);
  else listRegisters.writeV3(index, low, listRegisters.readHigh(index));
};
