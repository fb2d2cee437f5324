import { Register } from '../../models/architecture/registers';
import type { Account } from './account';
import type { InterfaceAccount } from './cpu-interface';
import type { Effect } from './effects';
import { deactivate, endOfInterrupt } from './ending';
import { CountMark, LrMark } from './list-registers';
import { Mark } from './marks';
import type { Moment } from './moment';

/** An effect on the interface that the register belongs to. */
function onInterface(act: (iface: InterfaceAccount, m: Moment) => void): Effect {
  return (account, m) => {
    const iface = account.interface(m.vcpu, m.interface);
    iface.lastWriter = 'guest';
    iface.vmcrRestored = false;
    act(iface, m);
    account.touch(m.vcpu, m.interface);
  };
}

/** An effect of a hypervisor register on the virtual interface. */
function onVirtual(act: (account: Account, iface: InterfaceAccount, m: Moment) => void): Effect {
  return (account, m) => {
    act(account, account.interface(m.vcpu, 1), m);
    account.touch(m.vcpu, 1);
  };
}

const controlV2 = onInterface((iface, m) => {
  iface.groups = m.low & 3;
  iface.groupsKnown = 3;
  iface.ackCtl = (m.low >>> 2) & 1;
  iface.fiqEn = (m.low >>> 3) & 1;
  iface.setCbpr((m.low >>> 4) & 1);
  iface.setEoiMode((m.low >>> 9) & 1);
  iface.controlKnown = true;
});

const controlV3 = onInterface((iface, m) => {
  iface.setCbpr(m.low & 1);
  iface.setEoiMode((m.low >>> 1) & 1);
  iface.controlKnown = true;
});

const priorityMask = onInterface((iface, m) => {
  iface.pmrRaw = m.low & 0xff;
  iface.pmr = m.low & iface.priorityMask;
  iface.pmrKnown = true;
});

const groupEnable = (group: number): Effect =>
  onInterface((iface, m) => {
    iface.groups = (iface.groups & ~(1 << group)) | ((m.low & 1) << group);
    iface.groupsKnown |= 1 << group;
  });

/** Writes one active-priority register: 0 or a value read before, else UNPREDICTABLE (GIC-CPU-032). */
function setActivePriorities(iface: InterfaceAccount, at: number, m: Moment): void {
  if (at < 0) {
    iface.apr.fill(0);
    at = 0;
  }
  iface.apr[at] = m.low;
  for (let n = 0; n < 4; n++) if ((iface.apr[n] & iface.apr[4 + n]) !== 0) iface.lose();
  if (iface.aprUnknown || (m.low !== 0 && !m.restored)) iface.lose();
  if (iface.anyActive()) iface.stackUnknown = true;
  else iface.clearStack();
  iface.aprRestored = true;
}

function writeVmcr(iface: InterfaceAccount, m: Moment, gic: 2 | 3): void {
  const v = m.low;
  iface.lastWriter = 'hypervisor';
  iface.vmcrRestored = m.restored;
  iface.vmcrRaw = v;
  iface.groups = v & 3;
  iface.groupsKnown = 3;
  if (gic === 2) {
    iface.ackCtl = (v >>> 2) & 1;
    iface.fiqEn = (v >>> 3) & 1;
  }
  iface.controlKnown = true;
  iface.setEoiMode((v >>> 9) & 1);
  iface.setBpr0((v >>> 21) & 7);
  iface.cbpr = 0;
  iface.setBpr1((v >>> 18) & 7);
  iface.setCbpr((v >>> 4) & 1);
  iface.pmr = gic === 2 ? ((v >>> 27) & 0x1f) << 3 : (v >>> 24) & iface.priorityMask;
  iface.pmrRaw = gic === 2 ? iface.pmr : v >>> 24;
  iface.pmrKnown = true;
}

const writeHcr = onVirtual((account, _iface, m) => {
  const lrs = account.listRegisters[m.vcpu];
  const count = m.low >>> 27;
  lrs.countMarks = lrs.eoiCount !== 0 && count === 0 ? CountMark.Zeroed : 0;
  lrs.hcr = m.low & 0xffff;
  lrs.eoiCount = count;
  lrs.eoiCountUnknown = lrs.eoiCountSpoiled = false;
  lrs.eoiCountOpen = 0;
  lrs.hcrKnown = true;
  lrs.hcrRaw = m.low;
  lrs.hcrRestored = m.restored;
});

const writeListRegister = onVirtual((account, _iface, m) => {
  const lrs = account.listRegisters[m.vcpu];
  if (m.index >= lrs.count) return;
  lrs.loadRaw(m.index, m.low, m.high);
  if (m.restored) lrs.marks[m.index] |= LrMark.Restored;
  if (lrs.physical[m.index] < 0 || lrs.state[m.index] === 0 || lrs.unknown[m.index]) return;
  const { interrupts } = account;
  const instance = interrupts.instance(lrs.physical[m.index], m.vcpu);
  if (instance < 0 || !interrupts.isActive(instance)) return;
  interrupts.give(Mark.HeldByListRegister, instance >> 5, 1 << (instance & 31));
});

export function registerInterfaceEffects(writes: (Effect | undefined)[]): void {
  const table: [number[], Effect][] = [
    [[Register.GICC_CTLR, Register.GICV_CTLR], controlV2],
    [[Register.ICC_CTLR_EL1, Register.ICV_CTLR_EL1], controlV3],
    [
      [Register.GICC_PMR, Register.GICV_PMR, Register.ICC_PMR_EL1, Register.ICV_PMR_EL1],
      priorityMask,
    ],
    [
      [Register.GICC_BPR, Register.GICV_BPR, Register.ICC_BPR0_EL1, Register.ICV_BPR0_EL1],
      onInterface((iface, m) => iface.setBpr0(m.low)),
    ],
    [
      [Register.GICC_ABPR, Register.GICV_ABPR, Register.ICC_BPR1_EL1, Register.ICV_BPR1_EL1],
      onInterface((iface, m) => iface.setBpr1(m.low)),
    ],
    [[Register.ICC_IGRPEN0_EL1, Register.ICV_IGRPEN0_EL1], groupEnable(0)],
    [[Register.ICC_IGRPEN1_EL1, Register.ICV_IGRPEN1_EL1], groupEnable(1)],
    [
      [
        Register.GICC_EOIR,
        Register.GICC_AEOIR,
        Register.GICV_EOIR,
        Register.GICV_AEOIR,
        Register.ICC_EOIR0_EL1,
        Register.ICC_EOIR1_EL1,
        Register.ICV_EOIR0_EL1,
        Register.ICV_EOIR1_EL1,
      ],
      endOfInterrupt,
    ],
    [
      [Register.GICC_DIR, Register.GICV_DIR, Register.ICC_DIR_EL1, Register.ICV_DIR_EL1],
      deactivate,
    ],
    [
      [Register.ICC_AP0R_EL1, Register.ICV_AP0R_EL1],
      onInterface((iface, m) => setActivePriorities(iface, m.index, m)),
    ],
    [
      [Register.ICC_AP1R_EL1, Register.ICV_AP1R_EL1],
      onInterface((iface, m) => setActivePriorities(iface, 4 + m.index, m)),
    ],
    [
      [Register.ICH_AP0R_EL2],
      onVirtual((_account, iface, m) => setActivePriorities(iface, m.index, m)),
    ],
    [
      [Register.ICH_AP1R_EL2],
      onVirtual((_account, iface, m) => setActivePriorities(iface, 4 + m.index, m)),
    ],
    [[Register.GICH_APR], onVirtual((_account, iface, m) => setActivePriorities(iface, -1, m))],
    [
      [Register.GICH_VMCR, Register.ICH_VMCR_EL2],
      onVirtual((account, iface, m) => writeVmcr(iface, m, account.machine.gic)),
    ],
    [[Register.GICH_HCR, Register.ICH_HCR_EL2], writeHcr],
    [[Register.GICH_LR, Register.ICH_LR_EL2], writeListRegister],
  ];
  for (const [ids, effect] of table) for (const id of ids) writes[id] = effect;
}
