import type { InterruptState } from '../../../models/contract/interrupt-state';
import { NOBODY } from '../../../models/contract/interrupt-state';
import type { Guest } from './support';
import { guest } from './support';

/** What is kept of an interrupt, with everybody out of the guest. */
function kept({ vgic }: Guest, intid: number, bank = NOBODY): InterruptState {
  for (let vcpu = 0; vcpu < vgic.vcpus; vcpu++) vgic.preempt(vcpu);
  const found = vgic
    .describeState()
    .interrupts.find((one) => one.intid === intid && one.bank === bank);
  return found!;
}

describe.each([2, 3] as const)('what KVM keeps per interrupt (GICv%i)', (gic) => {
  test('of all interrupts, private ones first', () => {
    const state = guest('new', gic).vgic.describeState();

    expect(state).toMatchObject({ gic, enabled: 1 });
    const banks = state.interrupts.map(({ intid, bank }) => [bank, intid]);
    expect(banks.slice(0, 33)).toEqual([...Array.from({ length: 32 }, (_, n) => [0, n]), [1, 0]]);
    expect(banks[64]).toEqual([NOBODY, 32]);
  });

  test('an SPI as it goes through its life', () => {
    const vm = guest('new', gic, { level: [40] });
    vm.priority(40, 0x50);
    vm.route(40, 1);
    const idle = kept(vm, 40);
    expect(idle).toMatchObject({ level: 1, enabled: 1, priority: 0x50, targetVcpu: 1 });
    expect(idle).toMatchObject({ targets: gic === 2 ? 2 : 1, hw: 0, vcpu: NOBODY });

    vm.line(40, true);
    expect(kept(vm, 40)).toEqual({ ...idle, lineLevel: 1, vcpu: 1 });

    expect(vm.acknowledge(1)).toBe(40);
    vm.line(40, false);
    expect(kept(vm, 40)).toEqual({ ...idle, active: 1, vcpu: 1 });
  });

  test('a private interrupt is that of its vCPU', () => {
    const vm = guest('new', gic);
    vm.sgi(3, 0, 1);

    expect(kept(vm, 3, 0)).toMatchObject({ pendingLatch: 0, vcpu: NOBODY, targetVcpu: 0 });
    const sent = kept(vm, 3, 1);
    expect(sent).toMatchObject({
      pendingLatch: 1,
      vcpu: 1,
      targetVcpu: 1,
      targets: gic === 2 ? 2 : 1,
    });
    expect(sent.source).toBe(gic === 2 ? 1 : 0);
  });
});
