import type { GicState, InterruptState } from '../../models/contract/interrupt-state';
import { NOBODY } from '../../models/contract/interrupt-state';

const DISTRIBUTOR = { model: /^vgic_model:\s+GICv([23])$/, enabled: /^enabled:\s+([01])$/ };
/** Of a table: "VCPU 1 TYP   ID TGT_ID …" or "SPI  0 TYP …", whose number means nothing. */
const HEADER = /^(VCPU|SPI )\s*(\d+) TYP\s+ID TGT_ID PLAEHCG\s+HWID\s+TARGET SRC PRI VCPU_ID$/;
/** Of an interrupt: type, INTID, target vCPU, seven flags, physical INTID, the rest. */
const ROW =
  /^\s+(SGI|PPI|SPI)\s+(\d+)\s+(-?\d+) ([01]{7})\s+\d+\s+([0-9a-f]+)\s+([0-9a-f]+)\s+(\d+)\s+(-?\d+)\s*$/;

function interruptOf(row: RegExpExecArray, bank: number): InterruptState {
  const [, , intid, target, flags, targets, source, priority, vcpu] = row;
  const [pendingLatch, lineLevel, active, enabled, hw, level, group] = [...flags].map(Number);
  return {
    intid: Number(intid),
    bank,
    ...{ pendingLatch, lineLevel, active, enabled, hw, level, group },
    targetVcpu: Number(target),
    targets: parseInt(targets, 16),
    source: parseInt(source, 16),
    priority: Number(priority),
    vcpu: Number(vcpu),
  };
}

/**
 * Reads what KVM's debugfs tells of a VM's GIC (`vgic-state`, without LPIs).
 * @throws Error if a line is not as expected
 */
export function readVgicState(text: string): GicState {
  const state: GicState = { gic: 3, enabled: 0, interrupts: [] };
  let bank: number | undefined;
  for (const line of text.split('\n')) {
    const model = DISTRIBUTOR.model.exec(line);
    if (model) state.gic = model[1] === '2' ? 2 : 3;
    const enabled = DISTRIBUTOR.enabled.exec(line);
    if (enabled) state.enabled = Number(enabled[1]);
    const header = HEADER.exec(line);
    if (header) bank = header[1] === 'VCPU' ? Number(header[2]) : NOBODY;
    if (bank === undefined || header || line === '' || line.startsWith('---')) continue;
    const row = ROW.exec(line);
    if (!row) throw new Error(`vgic-state: "${line}" is no interrupt`);
    state.interrupts.push(interruptOf(row, bank));
  }
  return state;
}
