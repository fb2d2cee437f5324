/** Requirements of this family that no checker judges, and why. */
export const notJudged: Record<string, string> = {
  'GIC-LR-005':
    'Constrains the hypervisor: HW=1 with State 11 must not be written, and what happens then is UNPREDICTABLE.',
  'GIC-LR-006':
    'Constrains the hypervisor: two valid list registers with one vINTID are UNPREDICTABLE.',
  'GIC-LR-007':
    'Constrains the hypervisor: a conservative rule about which SGIs it may place in list registers together.',
  'GIC-LR-008':
    'Constrains the hypervisor: a special vINTID with a State other than 00 is UNPREDICTABLE.',
  'GIC-LR-009':
    'Constrains the hypervisor: HW=1 without an active PPI or SPI as pINTID is UNPREDICTABLE.',
  'GIC-LR-016':
    'An EOIR that does not match the group or priority of its list register is UNPREDICTABLE: any result is right.',
  'GIC-LR-017':
    'Constrains the hypervisor: how it folds list registers into its own state, which no register shows.',
  'GIC-LR-018':
    'Constrains the hypervisor: where it keeps an edge event, in its latch or in a list register, which no register shows.',
  'GIC-LR-019': 'Constrains the hypervisor: when it may write the list registers of a vCPU.',
  'GIC-LR-020': 'Constrains the hypervisor: when it may use a list register again.',
  'GIC-LR-021':
    'Constrains the hypervisor: which list registers it may evict, and what it must carry back.',
  'GIC-LR-022':
    'Constrains the hypervisor: when it withdraws a pending list register; its effect on the guest is GIC-INV-011.',
};
