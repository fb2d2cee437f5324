import { divergences } from './divergences';
import type { Divergence } from './divergence';
import { requirements as cpu } from './gic/cpu';
import { notJudged as cpuNotJudged } from './gic/cpu/not-judged';
import { requirements as dist } from './gic/dist';
import { notJudged as distNotJudged } from './gic/dist/not-judged';
import { requirements as hcr } from './gic/hcr';
import { notJudged as hcrNotJudged } from './gic/hcr/not-judged';
import { requirements as inv } from './gic/inv';
import { notJudged as invNotJudged } from './gic/inv/not-judged';
import { requirements as lc } from './gic/lc';
import { notJudged as lcNotJudged } from './gic/lc/not-judged';
import { requirements as lr } from './gic/lr';
import { notJudged as lrNotJudged } from './gic/lr/not-judged';
import { requirements as kvmLists } from './lists/kvm';
import { requirements as locks } from './lists/lock';
import { requirements as order } from './lists/order';
import { requirements as xenLists } from './lists/xen';
import type { Requirement } from './requirement';

/** A requirement that no checker judges, and why. */
export interface NotJudged {
  id: string;
  reason: string;
}

const all: readonly Requirement[] = [
  ...lc,
  ...dist,
  ...cpu,
  ...lr,
  ...hcr,
  ...inv,
  ...xenLists,
  ...kvmLists,
  ...order,
  ...locks,
];

const unjudged: readonly NotJudged[] = [
  lcNotJudged,
  distNotJudged,
  cpuNotJudged,
  lrNotJudged,
  hcrNotJudged,
  invNotJudged,
].flatMap((family) => Object.entries(family).map(([id, reason]) => ({ id, reason })));

/** Every requirement with a checker, in the order of the digest. */
export function allRequirements(): readonly Requirement[] {
  return all;
}

/** Every requirement of the digest that is listed but not judged here. */
export function notJudged(): readonly NotJudged[] {
  return unjudged;
}

/** Every allowed divergence, in the order of the digest. */
export function allDivergences(): readonly Divergence[] {
  return divergences;
}
