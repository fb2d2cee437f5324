import { StepKind } from '../../../models/contract/encoded';
import type { Pace } from '../../../src/targets/pacer';
import { Pacer } from '../../../src/targets/pacer';

/** What happens to vCPUs: `t0` an exit of vCPU 0, `l1` vCPU 1 leaves its physical CPU, `*` the step. */
class Track {
  readonly pacer: Pacer;
  private told: string[] = [];

  constructor(vcpus: number, pace: Pace) {
    this.pacer = new Pacer(vcpus, pace, {
      trap: (vcpu) => this.told.push(`t${vcpu}`),
      leave: (vcpu) => this.told.push(`l${vcpu}`),
    });
    this.pacer.start();
  }

  step(kind: StepKind, vcpu = 0, target = 0): string {
    if (this.pacer.before(kind, vcpu)) {
      this.told.push('*');
      this.pacer.after(kind, vcpu, target);
    }
    return this.take();
  }

  take(): string {
    return this.told.splice(0).join(' ');
  }
}

const guests = [
  StepKind.Read,
  StepKind.Write,
  StepKind.RawRead,
  StepKind.RawWrite,
  StepKind.Acknowledge,
  StepKind.Eoi,
  StepKind.Deactivate,
  StepKind.Sgi,
  StepKind.Wfi,
];
const devices = [StepKind.Raise, StepKind.Lower, StepKind.Pulse];
const hosts = [StepKind.Exit, StepKind.Enter, StepKind.Preempt, StepKind.Schedule];
const { Read, Write, Raise, Barrier, CpuOff, CpuOn } = StepKind;

describe('vCPUs that are resident', () => {
  it('all exit after a step, first the one that acted', () => {
    const track = new Track(3, 'resident');

    expect(track.take()).toBe('');
    for (const kind of guests) expect(track.step(kind, 1)).toBe('* t1 t0 t2');
    for (const kind of devices) expect(track.step(kind)).toBe('* t0 t1 t2');
    expect(track.step(Barrier)).toBe('t0 t1 t2');
  });

  it('do not exit while they are off', () => {
    const track = new Track(3, 'resident');

    expect(track.step(CpuOff, 1)).toBe('* t0 t2');
    expect(track.step(Read, 1)).toBe('*');
    expect(track.step(Write, 2)).toBe('* t2 t0');
    expect(track.step(Raise)).toBe('* t0 t2');
    expect(track.step(Barrier)).toBe('t0 t2');
    expect(track.step(CpuOn, 2, 1)).toBe('* t2 t0 t1');
    expect(track.step(Read, 1)).toBe('* t1 t0 t2');
  });
});

describe('vCPUs that take turns', () => {
  it('exit before the first step of a turn and after each; another leaves for them', () => {
    const track = new Track(2, 'turns');

    expect(track.take()).toBe('l0 l1');
    for (const kind of guests) {
      expect(track.step(kind, 0)).toBe('t0 * t0');
      expect(track.step(kind, 0)).toBe('* t0');
      expect(track.step(kind, 1)).toBe('l0 t1 * t1');
      expect(track.step(Raise)).toBe('l1 *');
    }
  });

  it('leave for a device, and come back with an exit', () => {
    const track = new Track(2, 'turns');
    track.step(Read, 1);

    for (const kind of devices) {
      expect(track.step(kind)).toBe('l1 *');
      expect(track.step(kind)).toBe('*');
      expect(track.step(Read, 1)).toBe('t1 * t1');
    }
  });

  it('take their turns at a barrier', () => {
    const track = new Track(3, 'turns');
    track.take();

    expect(track.step(Barrier)).toBe('t0 l0 t1 l1 t2');
    expect(track.step(Read, 2)).toBe('* t2');
    expect(track.step(Barrier)).toBe('l2 t0 l0 t1 l1 t2');
  });

  it('do not run while they are off', () => {
    const track = new Track(2, 'turns');
    track.take();

    // Switched off, it left by itself.
    expect(track.step(CpuOff, 1)).toBe('t1 *');
    expect(track.step(Read, 1)).toBe('*');
    expect(track.step(Read, 0)).toBe('t0 * t0');
    expect(track.step(Barrier)).toBe('t0');
    expect(track.step(CpuOn, 0, 1)).toBe('* t0');
    expect(track.step(Read, 1)).toBe('l0 t1 * t1');
  });
});

describe.each(['resident', 'turns'] as const)('vCPUs (%s)', (pace) => {
  it.each(hosts)('are not moved by step kind %i of a workload', (kind) => {
    const track = new Track(2, pace);
    track.take();

    expect(track.step(kind, 1)).toBe('');
  });

  it('are all on when a workload begins', () => {
    const track = new Track(2, pace);
    track.step(CpuOff, 0);
    track.step(CpuOff, 1);
    track.take();

    track.pacer.start();

    expect(track.take()).toBe(pace === 'turns' ? 'l0 l1' : '');
    expect(track.step(Read, 1)).toBe(pace === 'turns' ? 't1 * t1' : '* t1 t0');
  });
});
