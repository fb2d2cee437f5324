import { allRequirements, notJudged } from '../../properties';
import { allMpuRequirements, mpuNotJudged } from '../../properties/mpu';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import type { Requirement } from '../../properties/requirement';
import { InputError } from '../errors';

function pattern(term: string): RegExp {
  const escaped = term.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`, 'i');
}

/** A selection of requirements. */
export interface Selection {
  /** On GICs. */
  requirements: readonly Requirement[];
  /** On MPUs. */
  mpu: readonly MpuRequirement[];
  /** Whether an id is selected, judged or not. */
  includes: (id: string) => boolean;
}

/**
 * Selects requirements by comma-separated ids and patterns: `GIC-LR-*,GIC-CPU-001,!GIC-LR-004`.
 * A leading `!` takes away; a selector of exclusions only starts from everything.
 * @throws InputError if a term matches nothing
 */
export function selectRequirements(selector: string): Selection {
  const terms = selector
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '');
  if (terms.length === 0) throw new InputError('--requirements: the selector is empty');
  const known = [
    ...[...allRequirements(), ...allMpuRequirements()].map(({ id }) => id),
    ...[...notJudged(), ...mpuNotJudged()].map(({ id }) => id),
  ];
  const rules = terms.map((term) => {
    const excludes = term.startsWith('!');
    const matches = pattern(excludes ? term.slice(1) : term);
    if (!known.some((id) => matches.test(id))) {
      throw new InputError(`--requirements: "${term}" matches no requirement`);
    }
    return { excludes, matches };
  });
  const startsWithAll = rules.every(({ excludes }) => excludes);
  const includes = (id: string): boolean => {
    let selected = startsWithAll;
    for (const { excludes, matches } of rules) if (matches.test(id)) selected = !excludes;
    return selected;
  };
  const requirements = allRequirements().filter(({ id }) => includes(id));
  const mpu = allMpuRequirements().filter(({ id }) => includes(id));
  if (requirements.length + mpu.length === 0) {
    throw new InputError('--requirements: nothing is left that can be judged');
  }
  return { requirements, mpu, includes };
}
