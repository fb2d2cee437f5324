import { Register } from '../../../models/architecture/registers';
import { guest } from './support';

// The traces of the corrections document: what the real kernels answered over QEMU's GIC.

describe.each(['old', 'new'] as const)('both eras: %s', (era) => {
  test.each([2, 3] as const)('C10: an edge leaves no line level behind (GICv%i)', (gic) => {
    const vm = guest(era, gic);
    vm.line(43, true);
    vm.setBit('ICPENDR', 43);
    vm.level(43);
    expect(vm.bit('ISPENDR', 43)).toBe(0);
  });

  test.each([2, 3] as const)('C10: the line of a level interrupt outlives edge (GICv%i)', (gic) => {
    const vm = guest(era, gic, { level: [43] });
    vm.line(43, true);
    vm.write(Register.GICD_ICFGR, 2, -1);
    expect(vm.bit('ISPENDR', 43)).toBe(0);
    vm.level(43);
    expect(vm.bit('ISPENDR', 43)).toBe(1);
  });

  test('C19: an IGROUPR write queues what GICD_CTLR lost (GICv3)', () => {
    const vm = guest(era, 3);
    vm.setBit('ISPENDR', 33);
    vm.write(Register.GICD_CTLR, 0, 0);
    vm.sync(0);
    vm.write(Register.GICD_CTLR, 0, 2);
    expect(vm.acknowledge()).toBe(1023);
    vm.write(Register.GICD_IGROUPR, 1, vm.read(Register.GICD_IGROUPR, 1));
    expect(vm.acknowledge()).toBe(33);
  });

  test.each([2, 3] as const)('C20: ICACTIVER leaves a level latch (GICv%i)', (gic) => {
    const vm = guest(era, gic, { level: [34] });
    vm.setBit('ISPENDR', 34);
    expect(vm.acknowledge()).toBe(34);
    vm.setBit('ICACTIVER', 34);
    expect(vm.bit('ISPENDR', 34)).toBe(1);
  });

  test('C6: the priority of an active interrupt is written (GICv3): it is stuck', () => {
    const vm = guest(era, 3);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(40);
    vm.priority(40, 0x40);
    vm.end(40);
    expect(vm.runningPriority()).toBe(0xff);
    expect(vm.bit('ISACTIVER', 40)).toBe(1);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge()).toBe(1023);
  });
});

test('C11: two active interrupts are equal in the sort (GICv2, up to 6.18)', () => {
  const vm = guest('old', 2);
  vm.priority(1, 0x10, 1);
  vm.priority(2, 0x58, 1);
  vm.setBit('ISACTIVER', 20, 1);
  vm.setBit('ISACTIVER', 2, 1);
  vm.sgi(1, 1, 1);
  vm.sgi(2, 0, 0);
  vm.sgi(2, 0, 1);
  vm.sync(1);
  expect(vm.acknowledge(1)).toBe(1025);
});

test.each([
  ['old', 0],
  ['new', 1],
] as const)('C12: GICv2 DIR with the wrong CPUID, %s', (era, active) => {
  const vm = guest(era, 2, { eoiMode: 1 });
  vm.sgi(1, 0, 0);
  expect(vm.acknowledge()).toBe(1);
  vm.deactivate(0x401);
  expect(vm.bit('ISACTIVER', 1)).toBe(active);
  vm.deactivate(1);
  expect(vm.bit('ISACTIVER', 1)).toBe(0);
});

test('C12: ISACTIVER makes the writer the source', () => {
  const vm = guest('new', 2, { eoiMode: 1 });
  vm.setBit('ISACTIVER', 1, 1);
  vm.deactivate(1, 1);
  expect(vm.bit('ISACTIVER', 1, 1)).toBe(1);
  vm.deactivate(0x401, 1);
  expect(vm.bit('ISACTIVER', 1, 1)).toBe(0);
});

describe.each([
  ['old', 1023],
  ['new', 34],
] as const)('C13: an SGI with a second request, %s', (era, answer) => {
  test('blocks lower priorities until it is deactivated', () => {
    const vm = guest(era, 2, { eoiMode: 1 });
    vm.sgi(1, 0, 0);
    vm.sgi(1, 1, 0);
    vm.priority(1, 0);
    vm.setBit('ISPENDR', 34);
    expect(vm.acknowledge()).toBe(1);
    vm.end(1);
    expect(vm.acknowledge()).toBe(answer);
  });

  test('of the same source, too', () => {
    const vm = guest(era, 2);
    vm.priority(6, 0x28);
    vm.sgi(6, 1, 0);
    vm.setBit('ISPENDR', 35);
    expect(vm.acknowledge()).toBe(1030);
    vm.sgi(6, 1, 0);
    vm.sync(0);
    expect(vm.highestPending()).toBe(era === 'old' ? 1023 : 35);
  });
});

describe('C14: DIR by another vCPU', () => {
  /** Two activations of level SPI 34 on vCPU 1, then DIR on vCPU 0. */
  function secondActivation(gic: 2 | 3, extra: (vm: ReturnType<typeof guest>) => void): number {
    const vm = guest('new', gic, { eoiMode: 1, level: [34] });
    vm.route(34, 1);
    vm.line(34, true);
    expect(vm.acknowledge(1)).toBe(34);
    vm.end(34, 1);
    vm.deactivate(34, 1);
    expect(vm.acknowledge(1)).toBe(34);
    vm.end(34, 1);
    extra(vm);
    vm.deactivate(34, 0);
    return vm.bit('ISACTIVER', 34);
  }
  const nothing = (): void => undefined;

  test('does not end the second activation on GICv3', () => {
    expect(secondActivation(3, nothing)).toBe(1);
  });
  test('does on GICv2', () => {
    expect(secondActivation(2, nothing)).toBe(0);
  });
  test('does if another SPI was queued', () => {
    expect(secondActivation(3, (vm) => vm.setBit('ISPENDR', 35))).toBe(0);
  });
  test('ends the first activation', () => {
    const vm = guest('new', 3, { eoiMode: 1, level: [34] });
    vm.route(34, 1);
    vm.line(34, true);
    vm.acknowledge(1);
    vm.end(34, 1);
    vm.deactivate(34, 0);
    expect(vm.bit('ISACTIVER', 34)).toBe(0);
  });
  test.each([2, 3] as const)('is ignored up to 6.18 (GICv%i)', (gic) => {
    const vm = guest('old', gic, { eoiMode: 1 });
    vm.route(40, 1);
    vm.setBit('ISPENDR', 40);
    expect(vm.acknowledge(1)).toBe(40);
    vm.end(40, 1);
    vm.deactivate(40, 0);
    expect(vm.bit('ISACTIVER', 40)).toBe(1);
    vm.deactivate(40, 1);
    expect(vm.bit('ISACTIVER', 40)).toBe(0);
  });
});

test.each([2, 3] as const)('C17: IPRIORITYR of a nested, spilled interrupt (GICv%i)', (gic) => {
  const vm = guest('new', gic);
  for (let n = 0; n < 6; n++) {
    vm.priority(n, 0x60 - n * 0x10);
    vm.sgi(n, 0, 0);
    expect(vm.acknowledge()).toBe(n);
  }
  vm.priority(5, 0x70);
  vm.end(5);
  const active = [0, 1, 2, 3, 4, 5].map((n) => vm.bit('ISACTIVER', n));
  expect(active).toEqual([0, 1, 1, 1, 1, 1]);
});

test.each([2, 3] as const)('C18: an interrupt of ISACTIVER ends instead (GICv%i)', (gic) => {
  const vm = guest('new', gic);
  for (const intid of [50, 51, 52, 53]) {
    vm.priority(intid, 0xf0);
    vm.setBit('ISPENDR', intid);
  }
  vm.priority(0, 0x60);
  vm.priority(1, 0x20);
  vm.priority(41, 0x10);
  vm.sgi(0, 0, 0);
  expect(vm.acknowledge()).toBe(0);
  vm.sgi(1, 0, 0);
  expect(vm.acknowledge()).toBe(1);
  vm.setBit('ISACTIVER', 41);
  vm.end(1);
  expect([0, 1, 41].map((n) => vm.bit('ISACTIVER', n))).toEqual([1, 1, 0]);
});
