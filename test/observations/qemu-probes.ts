import { Line } from '../../models/contract/observation';
import type { CpuInterfaceV2 } from '../../models/architecture/cpu-interface-v2';
import { registersV2 } from '../../models/architecture/cpu-registers';
import type { VirtualInterface } from '../../models/architecture/virtual-interface';
import { readData } from './kvm-lines';

/** One operation of a probe on QEMU's GICv2, without a guest. */
export interface ProbeOperation {
  register: string;
  /** Nothing for a read. */
  written?: number;
  /** What a read showed. */
  expected?: number;
  /** What the virtual IRQ and FIQ lines did before the operation returned: `raise:2`, `lower:3`. */
  events: string[];
}

export interface Probe {
  id: string;
  title: string;
  operations: ProbeOperation[];
}

/** The sections of qemu-gicv2-probes.txt whose operations are all of GICH_* and GICV_*. */
export function readProbes(): { probes: Probe[]; others: string[] } {
  const probes: Probe[] = [];
  const others: string[] = [];
  const sections = readData('qemu-gicv2-probes').join('\n').split('\n## ').slice(1);
  for (const section of sections) {
    const [heading, ...lines] = section.split('\n').filter((line) => line.trim() !== '');
    const [, id, title] = /^(\w+) (.*)$/.exec(heading)!;
    const operations = lines.map(parseOperation);
    if (operations.every((operation) => operation !== undefined)) {
      probes.push({ id, title, operations });
    } else others.push(id);
  }
  return { probes, others };
}

function parseOperation(line: string): ProbeOperation | undefined {
  const pattern = /^ +([WR]) (GIC[HV]_\w+) (?:=|->) (0x[0-9a-f]+) *(?:\[(.*)\])?$/;
  const [, kind, register, value, events = ''] = pattern.exec(line) ?? [];
  if (kind === undefined) return undefined;
  return {
    register,
    [kind === 'W' ? 'written' : 'expected']: parseInt(value, 16),
    events: events.match(/(raise|lower):\d/g) ?? [],
  };
}

/** Runs a probe; shows what the reads and the lines did, in the form of its operations. */
export function runProbe(hardware: VirtualInterface, { operations }: Probe): ProbeOperation[] {
  hardware.reset();
  let lines = 0;
  return operations.map(({ register, written }) => {
    const value = access(hardware, register, written);
    const now = hardware.lines();
    const events = [Line.Virq, Line.Vfiq].flatMap((line, index) => {
      if (((now ^ lines) & line) === 0) return [];
      return [`${(now & line) !== 0 ? 'raise' : 'lower'}:${2 + index}`];
    });
    lines = now;
    return written === undefined
      ? { register, expected: value, events }
      : { register, written, events };
  });
}

/** Reads a register, or writes `written` to it. */
function access(hardware: VirtualInterface, register: string, written?: number): number {
  const entry = registersV2.find(({ name }) => `GICV_${name}` === register);
  if (entry) {
    const cpu = hardware.cpu as CpuInterfaceV2;
    if (written === undefined) return entry.read!(cpu) >>> 0;
    entry.write?.(cpu, written);
    return 0;
  }
  const index = Number(/^GICH_LR(\d)$/.exec(register)?.[1] ?? -1);
  const { listRegisters, priority } = hardware;
  if (written === undefined) {
    if (index >= 0) return listRegisters.readV2(index) >>> 0;
    if (register === 'GICH_HCR') return hardware.readHcr() >>> 0;
    if (register === 'GICH_MISR') return hardware.readMisr();
    if (register === 'GICH_VMCR') return hardware.readVmcr() >>> 0;
    if (register === 'GICH_VTR') return hardware.readVtr() >>> 0;
    if (register === 'GICH_APR') return priority.readActivePriorities(0, 0) >>> 0;
  } else if (index >= 0) listRegisters.writeV2(index, written);
  else if (register === 'GICH_HCR') hardware.writeHcr(written);
  else if (register === 'GICH_VMCR') hardware.writeVmcr(written);
  else if (register === 'GICH_APR') priority.writeActivePriorities(0, 0, written);
  else throw new Error(`no such register: ${register}`);
  return 0;
}
