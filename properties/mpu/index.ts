import type { NotJudged } from '..';
import { requirements as architecture } from './a';
import { notJudged as architectureNotJudged } from './a/not-judged';
import { requirements as earlier } from './p';
import { notJudged as earlierNotJudged } from './p/not-judged';
import type { MpuRequirement } from './requirement';
import { requirements as upstream } from './x';
import { notJudged as upstreamNotJudged } from './x/not-judged';

const all: readonly MpuRequirement[] = [...architecture, ...upstream, ...earlier];

const unjudged: readonly NotJudged[] = [
  architectureNotJudged,
  upstreamNotJudged,
  earlierNotJudged,
].flatMap((family) => Object.entries(family).map(([id, reason]) => ({ id, reason })));

/** Every requirement on an MPU with a checker, in the order of the digest. */
export function allMpuRequirements(): readonly MpuRequirement[] {
  return all;
}

/** Every requirement on an MPU of the digest that is listed but not judged here. */
export function mpuNotJudged(): readonly NotJudged[] {
  return unjudged;
}
