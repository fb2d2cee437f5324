import type { EncodedWorkload } from '../../models/contract/encoded';
import type { Implementation, OpenOptions } from '../../models/contract/implementation';
import type { Trace } from '../../models/contract/trace';
import { firstDifference } from './compare';
import { stateDifferences } from './compare-states';
import type { OwnExit } from './exit-search';
import { ExitSearch } from './exit-search';
import { Runner } from './runner';

/** Where two traces of one workload are not the same. */
export interface Unlike {
  /** First step that differs; the last one where only what is kept afterwards does. */
  step: number;
  /** How that differs, in words: a sentence a field. */
  state: string[];
}

/** The model that is to show what a real target shows, run the same way. */
export class AsTwin {
  readonly runner: Runner;
  /** Free-running: the exits that made the model show the same. */
  exits: readonly OwnExit[] = [];
  private readonly search: ExitSearch | undefined;

  /** @param options with which the target is opened */
  constructor(target: Implementation, options: OpenOptions) {
    this.runner = new Runner(target.twin!, []);
    this.runner.trace.wantsState = options.state === true;
    if (target.isFree) this.search = new ExitSearch(target.twin!);
    this.runner.migrates = options.migrates === true;
  }

  /**
   * Runs a workload on the model. A free-running target is right if the model shows the same with exits
   * at some places; then what is kept is not compared.
   * @returns how a trace of the target differs, if it does
   */
  unlike(workload: EncodedWorkload, shown: Trace): Unlike | undefined {
    this.exits = [];
    this.runner.execute(workload);
    const unlike = this.between(workload, shown, this.runner.trace);
    if (!unlike || unlike.state.length > 0 || !this.search) return unlike;
    const exits = this.search.find(workload, shown, unlike.step);
    if (!exits) return unlike;
    this.exits = exits;
    return undefined;
  }

  /** How two traces of a workload differ, if they do. */
  between({ machine, length }: EncodedWorkload, a: Trace, b: Trace): Unlike | undefined {
    const step = firstDifference(a, b, 0, machine.vcpus);
    if (step >= 0) return { step, state: [] };
    if (!a.state || !b.state) return undefined;
    const state = stateDifferences(a.state, b.state);
    return state.length > 0 ? { step: length - 1, state } : undefined;
  }
}
