import { registers } from '../../models/architecture/registers';
import type { InterfaceAccount } from '../account/cpu-interface';
import { divergence } from '../divergence';

/** Which registers of a CPU interface show what was not written since CPU_ON. */
const open: readonly [RegExp, (iface: InterfaceAccount) => boolean][] = [
  [/_CTLR(_EL1)?$/, (iface) => !iface.controlKnown],
  [/_PMR(_EL1)?$/, (iface) => !iface.pmrKnown],
  [/_BPR0?(_EL1)?$/, (iface) => !iface.bpr0Known],
  // With CBPR it shows the other one.
  [/_(ABPR|BPR1_EL1)$/, (iface) => !iface.bpr1Known || !iface.bpr0Known || !iface.controlKnown],
  [/_IGRPEN[01]_EL1$/, (iface) => !iface.controlKnown || iface.groupsKnown !== 3],
];

export default divergence({
  id: 'DIV-35',
  title: 'Private pending and enable state, and the CPU interface, across CPU_OFF and CPU_ON',
  rule: 'Kept or reset until written; see GIC-INV-017',
  handledBy: 'comparison',
  changesState: true,
  explains(a, b, account) {
    if (a.outcome !== b.outcome || a.register < 0) return false;
    const { name, side } = registers[a.register];
    if (side === 'cpu') {
      const iface = account.interface(a.vcpu, 0);
      if (((account.poweredOn >>> a.vcpu) & 1) === 0) return false;
      return open.some(([pattern, isOpen]) => pattern.test(name) && isOpen(iface));
    }
    if (a.word < 0 || a.word >= account.interrupts.vcpus) return false;
    return ((account.poweredOn >>> a.word) & 1) !== 0;
  },
});
