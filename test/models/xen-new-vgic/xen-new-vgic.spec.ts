import type { Implementation } from '../../../models/contract/implementation';
import type { Machine } from '../../../models/contract/machine';
import type { Step } from '../../../models/contract/workload';
import { xenNew, xenNewVgic } from '../../../models/xen-new-vgic/xen-new-vgic';
import { machine, observe, workload } from '../../src/support';

const write = (vcpu: number, register: string, value: number, byte?: 0 | 1 | 2 | 3): Step => ({
  step: 'write',
  vcpu,
  register,
  value: `0x${(value >>> 0).toString(16)}`,
  ...(byte === undefined ? {} : { byte }),
});
const read = (vcpu: number, register: string): Step => ({ step: 'read', vcpu, register });
const acknowledge = (vcpu: number): Step => ({ step: 'acknowledge', vcpu, register: 'GICC_IAR' });
const eoi = (vcpu: number): Step => ({ step: 'eoi', vcpu, interface: 'cpu' });
const sgi = (vcpu: number, to: number[], intid = 1): Step => ({ step: 'sgi', vcpu, intid, to });
const barrier: Step = { step: 'barrier' };

/** Opens the interfaces of two vCPUs; all private interrupts and SPIs 32-63 enabled, SPIs to vCPU 0. */
const open: Step[] = [
  write(0, 'GICD_CTLR', 1),
  ...[0, 1].flatMap((v) => [
    write(v, 'GICC_PMR', 0xf8),
    write(v, 'GICC_CTLR', 1),
    write(v, 'GICD_ISENABLER0', -1),
  ]),
  ...Array.from({ length: 8 }, (_, n) => write(0, `GICD_ITARGETSR${8 + n}`, 0x01010101)),
  write(0, 'GICD_ISENABLER1', -1),
];

/** What the last step shows. */
function last(implementation: Implementation, steps: Step[], on: Partial<Machine> = {}) {
  const given = workload(machine(2, on), [...open, ...steps]);
  const observation = observe(given, implementation).at(-1)!;
  return { outcome: observation.outcome, value: Number(observation.value ?? 0) };
}

const fixing = (...repairs: string[]) => xenNewVgic({ repairs });

describe('registers', () => {
  it.each([
    ['IGROUPR reads all ones', [read(0, 'GICD_IGROUPR1')], 0xffffffff],
    [
      'IGROUPR ignores writes',
      [write(0, 'GICD_IGROUPR1', 0), read(0, 'GICD_IGROUPR1')],
      0xffffffff,
    ],
    ['ISACTIVER ignores writes', [write(0, 'GICD_ISACTIVER1', 1), read(0, 'GICD_ISACTIVER1')], 0],
    [
      'ISACTIVER reads the shadow',
      [write(0, 'GICD_ISPENDR1', 1), acknowledge(0), read(0, 'GICD_ISACTIVER1')],
      1,
    ],
    [
      'ICACTIVER ignores writes',
      [
        write(0, 'GICD_ISPENDR1', 1),
        acknowledge(0),
        write(0, 'GICD_ICACTIVER1', 1),
        read(0, 'GICD_ISACTIVER1'),
      ],
      1,
    ],
    [
      'IPRIORITYR has five bits',
      [write(0, 'GICD_IPRIORITYR9', 0xff, 1), read(0, 'GICD_IPRIORITYR9')],
      0xf800,
    ],
    [
      'ITARGETSR masks absent vCPUs',
      [write(0, 'GICD_ITARGETSR9', 0xff, 0), read(0, 'GICD_ITARGETSR9')],
      0x01010103,
    ],
    ['ITARGETSR0 is the own bit', [read(1, 'GICD_ITARGETSR0')], 0x02020202],
    [
      'private ICFGR is read-only',
      [write(0, 'GICD_ICFGR1', 0), read(0, 'GICD_ICFGR1')],
      0xaaaaaaaa,
    ],
    ['CTLR has one enable', [write(0, 'GICD_CTLR', 3), read(0, 'GICD_CTLR')], 1],
    ['TYPER', [read(0, 'GICD_TYPER')], 0x21],
  ] as [string, Step[], number][])('%s', (_, steps, value) => {
    expect(last(xenNew, steps)).toEqual({ outcome: 'value', value });
  });

  it.each([
    ['of interrupts that do not exist', read(0, 'GICD_ISENABLER9')],
    ['that is not there', read(0, 'GICD_ICPIDR2')],
    [
      'of an unsupported size',
      { step: 'raw-read', vcpu: 0, frame: 'GICD', offset: 0x100, size: 2 },
    ],
    [
      'at a reserved offset',
      { step: 'raw-write', vcpu: 0, frame: 'GICD', offset: 0xd00, size: 4, value: '0x1' },
    ],
  ] as [string, Step][])('an access to a register %s aborts', (_, step) => {
    expect(last(xenNew, [step]).outcome).toBe('abort');
  });
});

describe('delivery', () => {
  it('holds an interrupt without a target', () => {
    const held = [write(0, 'GICD_ITARGETSR8', 0, 0), write(0, 'GICD_ISPENDR1', 1), barrier];
    expect(last(xenNew, [...held, acknowledge(0)]).value).toBe(1023);
    expect(last(xenNew, [...held, read(0, 'GICD_ISPENDR1')]).value).toBe(1);
    const released = [...held, write(0, 'GICD_ITARGETSR8', 1, 0), barrier, acknowledge(0)];
    expect(last(xenNew, released).value).toBe(1023);
    expect(last(fixing('N-TARGET'), released).value).toBe(32);
  });

  it('honours GICD_CTLR, but does not queue what waited (N-CTLR)', () => {
    const off = [write(0, 'GICD_CTLR', 0), write(0, 'GICD_ISPENDR1', 1), barrier];
    expect(last(xenNew, [...off, acknowledge(0)]).value).toBe(1023);
    const on = [...off, write(0, 'GICD_CTLR', 1), barrier, acknowledge(0)];
    expect(last(xenNew, on).value).toBe(1023);
    expect(last(fixing('N-CTLR'), on).value).toBe(32);
  });

  it('clears the latch of a level interrupt at its acknowledge', () => {
    const steps = [write(0, 'GICD_ISPENDR1', 1), acknowledge(0), read(0, 'GICD_ISPENDR1')];
    expect(last(xenNew, steps, { level: [32] }).value).toBe(0);
  });

  it('lets a level interrupt be pending and active in a list register', () => {
    const steps: Step[] = [
      { step: 'raise', intid: 32 },
      acknowledge(0),
      barrier,
      eoi(0),
      acknowledge(0),
    ];
    expect(last(xenNew, steps, { level: [32] }).value).toBe(32);
  });

  it('takes the source of an active SGI away (DIFF-55)', () => {
    const steps = [
      sgi(1, [0]),
      acknowledge(0),
      sgi(0, [0]),
      barrier,
      eoi(0),
      read(0, 'GICD_ISACTIVER0'),
    ];
    expect(last(xenNew, steps).value).toBe(2);
    expect(last(fixing('DIFF-55'), steps).value).toBe(0);
    expect(last(fixing('DIFF-55'), [...steps.slice(0, -1), acknowledge(0)]).value).toBe(1);
  });

  it('presents nothing while active interrupts fill the list registers (DIFF-36)', () => {
    const steps = [
      write(0, 'GICD_IPRIORITYR8', 0x8090),
      write(0, 'GICD_ISPENDR1', 1),
      acknowledge(0),
      write(0, 'GICD_ISPENDR1', 2),
      barrier,
      acknowledge(0),
    ];
    expect(last(xenNew, steps, { listRegisters: 1 }).value).toBe(1023);
    expect(last(fixing('DIFF-36'), steps, { listRegisters: 1 }).value).toBe(33);
    const ended = [...steps, eoi(0), eoi(0), read(0, 'GICD_ISACTIVER1')];
    expect(last(fixing('DIFF-36'), ended, { listRegisters: 1 }).value).toBe(0);
  });

  it('wakes from WFI for anything pending and enabled, masked or not', () => {
    const steps: Step[] = [
      write(0, 'GICC_PMR', 0),
      write(0, 'GICD_ISPENDR1', 1),
      { step: 'wfi', vcpu: 0 },
    ];
    expect(last(xenNew, steps).value).toBe(1);
    expect(last(xenNew, [{ step: 'wfi', vcpu: 0 }]).value).toBe(0);
  });

  it('keeps active priorities across CPU_OFF and CPU_ON (DIFF-07)', () => {
    const steps: Step[] = [
      sgi(0, [1]),
      acknowledge(1),
      { step: 'cpu-off', vcpu: 1 },
      { step: 'cpu-on', vcpu: 0, target: 1 },
      read(1, 'GICC_RPR'),
    ];
    expect(last(xenNew, steps).value).toBe(0);
    expect(last(fixing('DIFF-07'), steps).value).toBe(0xff);
  });

  it('survives preemption and a move to another physical CPU', () => {
    const steps: Step[] = [
      sgi(1, [0]),
      acknowledge(0),
      { step: 'preempt', vcpu: 0 },
      { step: 'schedule', vcpu: 0, on: 1 },
      read(0, 'GICC_RPR'),
    ];
    expect(last(xenNew, steps).value).toBe(0);
    expect(last(xenNew, [...steps, read(0, 'GICD_ISACTIVER0')]).value).toBe(2);
  });
});
