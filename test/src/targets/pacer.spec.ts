import { StepKind } from '../../../models/contract/encoded';
import { Nature } from '../../../src/targets/natures';
import type { Pace } from '../../../src/targets/pacer';
import { Pacer } from '../../../src/targets/pacer';

/**
 * What happens to vCPUs: `t0` an exit of vCPU 0, `v0` it is in the guest for a moment, `l1` vCPU 1 leaves
 * its physical CPU, `*` the step.
 */
class Track {
  readonly pacer: Pacer;
  private told: string[] = [];

  constructor(vcpus: number, pace: Pace, hardware: number[] = []) {
    this.pacer = new Pacer({ vcpus, hardware }, pace, {
      trap: (vcpu) => this.told.push(`t${vcpu}`),
      visit: (vcpu) => this.told.push(`v${vcpu}`),
      leave: (vcpu) => this.told.push(`l${vcpu}`),
    });
    this.pacer.start();
  }

  step(kind: StepKind, vcpu = 0, target = 0, nature: Nature = Nature.Trap): string {
    if (this.pacer.before(kind, vcpu, nature)) {
      this.told.push('*');
      this.pacer.after(kind, vcpu, target, nature);
    }
    return this.take();
  }

  act(nature: Nature, vcpu = 0): string {
    return this.step(StepKind.Write, vcpu, 0, nature);
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

describe('vCPUs that are resident, with physical SPIs', () => {
  it('all exit, last the one that acted, and the others run once more', () => {
    const track = new Track(3, 'resident', [39]);

    expect(track.step(Write, 1)).toBe('* t0 t2 t1 v0 v2');
    expect(track.step(Raise)).toBe('* t1 t2 t0 v1 v2');
    expect(track.step(Barrier)).toBe('t1 t2 t0 v1 v2');
    expect(track.step(CpuOff, 1)).toBe('* t0 t2 v0 v2');
    expect(track.step(CpuOn, 0, 1)).toBe('* t1 t2 t0 v1 v2');
    expect(track.step(CpuOff, 0)).toBe('* t1 t2 v1 v2');
    expect(track.step(Raise)).toBe('* t1 t2 v1 v2');
  });
});

describe('vCPUs that take turns', () => {
  const { Look, Take, Act, Ask, Trap } = Nature;

  it('make no exit that changes nothing', () => {
    const track = new Track(2, 'turns');

    expect(track.take()).toBe('l0 l1');
    for (const nature of [Ask, Trap, Look, Take]) expect(track.act(nature)).toBe('*');
  });

  it('exit once before they look at list registers that they acted on', () => {
    const track = new Track(2, 'turns');
    track.take();

    for (const nature of [Take, Act]) {
      expect(track.act(nature)).toBe('*');
      expect(track.act(Look)).toBe('t0 *');
      expect(track.act(Look)).toBe('*');
      track.act(nature);
      expect(track.act(Trap)).toBe('*');
      expect(track.act(Look)).toBe('*');
    }
  });

  it('exit once before they look, if another did something that concerns them', () => {
    for (const nature of [Act, Trap]) {
      const track = new Track(2, 'turns');
      track.act(nature, 0);
      track.take();
      expect(track.act(Look, 1)).toBe('l0 t1 *');
      // What moves when vCPU 1 exits concerns vCPU 0, once.
      expect(track.act(Look, 0)).toBe('l1 t0 *');
      expect(track.act(Look, 1)).toBe('l0 *');
    }
    for (const nature of [Look, Take, Ask]) {
      const track = new Track(2, 'turns');
      track.act(nature, 0);
      track.take();
      expect(track.act(Look, 1)).toBe('l0 *');
    }
  });

  it('leave for a device, and exit before they look', () => {
    const track = new Track(2, 'turns');
    track.act(Look, 1);
    track.take();

    for (const kind of devices) {
      expect(track.step(kind, 1)).toMatch(/^(l1 )?\*$/);
      expect(track.step(kind, 1)).toBe('*');
      expect(track.act(Look, 1)).toBe('t1 *');
      // The private interrupt of vCPU 0 concerns nobody else.
      expect(track.step(kind, 0, 0, Ask)).toBe('l1 *');
      expect(track.act(Look, 1)).toBe('*');
    }
  });

  it('take their turns at a barrier, those that something concerns', () => {
    const track = new Track(3, 'turns');
    track.take();

    expect(track.step(Barrier)).toBe('');
    expect(track.act(Trap, 1)).toBe('*');
    expect(track.step(Barrier)).toBe('l1 v0 l0 v2');
    expect(track.act(Take, 2)).toBe('t2 *');
    expect(track.step(Barrier)).toBe('t2 l2 v0 l0 v1');
    expect(track.step(Barrier)).toBe('t1');
  });

  it('do not run while they are off', () => {
    const track = new Track(2, 'turns');
    track.take();

    // Switched off, it left by itself.
    expect(track.step(CpuOff, 1)).toBe('*');
    expect(track.step(Read, 1)).toBe('*');
    expect(track.act(Look, 0)).toBe('t0 *');
    expect(track.step(Barrier)).toBe('');
    // Switched on, it comes to where it waits.
    expect(track.step(CpuOn, 0, 1)).toBe('* l0 l1');
    expect(track.act(Look, 1)).toBe('t1 *');
  });
});

describe('free-running vCPUs', () => {
  const { Look, Act, Ask } = Nature;

  it('that are resident exit for a barrier only', () => {
    const track = new Track(3, 'free-resident');

    for (const kind of guests) expect(track.step(kind, 1)).toBe('*');
    for (const kind of devices) expect(track.step(kind)).toBe('*');
    expect(track.step(CpuOff, 1)).toBe('*');
    expect(track.step(Barrier)).toBe('t0 t2');
    expect(track.step(CpuOn, 2, 1)).toBe('*');
    expect(track.step(Barrier)).toBe('t0 t1 t2');
  });

  it('that take turns leave when the turn of another comes, and never exit for their own sake', () => {
    const track = new Track(2, 'free-turns');

    expect(track.take()).toBe('l0 l1');
    expect(track.act(Act)).toBe('*');
    expect(track.act(Act)).toBe('*');
    expect(track.act(Ask, 1)).toBe('l0 *');
    expect(track.act(Look, 0)).toBe('l1 *');
    expect(track.act(Act, 0)).toBe('*');
    expect(track.step(Raise)).toBe('l0 *');
  });

  it('that take turns all come to a barrier', () => {
    const track = new Track(2, 'free-turns');
    track.take();

    expect(track.act(Act)).toBe('*');
    expect(track.step(Barrier)).toBe('t0 l0 v1');
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
    expect(track.step(Read, 1)).toBe(pace === 'turns' ? '*' : '* t1 t0');
  });
});
