import type { Deviation } from '../../../models/contract/implementation';
import type { MpuHypervisorImplementation } from '../../../models/contract/mpu-implementation';
import type { MpuScript } from '../../../models/contract/mpu-script';
import { allMpuRequirements } from '../../../properties/mpu';
import { mendable } from '../variants';
import { MpuRunner } from './runner';

/** One of a hypervisor's deviations, and what it is documented to break. */
export class LoneDeviation {
  /** With this deviation and no other, … */
  private readonly alone: MpuRunner;
  /** … with all of them, and with all but this one. */
  private readonly whole: MpuRunner;
  private readonly without: MpuRunner;

  constructor(
    hypervisor: MpuHypervisorImplementation,
    readonly deviation: Deviation,
  ) {
    const all = mendable(hypervisor);
    const requirements = allMpuRequirements().filter(({ id }) =>
      deviation.requirements.includes(id),
    );
    const runner = (mended: readonly string[]): MpuRunner =>
      new MpuRunner(mended.length > 0 ? hypervisor.repaired!(mended) : hypervisor, requirements);
    this.alone = runner(all.filter((id) => id !== deviation.id));
    this.whole = runner([]);
    this.without = runner([deviation.id]);
  }

  /** Requirements that a script breaks by it: with it alone, and with the others too, but not without it. */
  breaks(script: MpuScript): string[] {
    const alone = broken(this.alone, script);
    if (alone.length === 0) return [];
    const whole = broken(this.whole, script);
    const without = broken(this.without, script);
    return alone.filter((id) => whole.includes(id) && !without.includes(id));
  }
}

function broken(runner: MpuRunner, script: MpuScript): string[] {
  return runner.run(script).breaks.map(({ requirement }) => runner.requirements[requirement].id);
}

/** Looks for scripts in which deviations break what they are documented to break. */
export class DeviationWatch {
  /** By id of a deviation: the number of the first such script. */
  readonly first = new Map<string, number>();
  private missing: LoneDeviation[];

  constructor(hypervisor: MpuHypervisorImplementation) {
    const ids = mendable(hypervisor);
    this.missing = hypervisor.deviations
      .filter(({ id, requirements }) => ids.includes(id) && requirements.length > 0)
      .map((deviation) => new LoneDeviation(hypervisor, deviation));
  }

  look(script: MpuScript, index: number): void {
    this.missing = this.missing.filter((lone) => {
      if (lone.breaks(script).length === 0) return true;
      this.first.set(lone.deviation.id, index);
      return false;
    });
  }
}
