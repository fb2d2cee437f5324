import type { MpuCheck, MpuCheckContext } from '../../reports/schema/mpu-check';
import { allMpuRequirements } from '../../properties/mpu';
import type { MpuRequirement } from '../../properties/mpu/requirement';
import { hex } from './addresses';
import type { Board } from './board';
import { layoutOf } from './board';
import { causesOf, regionsThatDo } from './causes';
import { checkAll } from './checks';
import type { Subject } from './checks';
import { failures } from './checks/failures';
import { roomForDomains } from './checks/regions-suffice';
import type { Context } from './contexts';
import { courseOf } from './contexts';
import type { Design } from './designs';
import type { Given } from './input';
import { filesOf, takeIn } from './input';
import { judgedViolations } from './judged';
import { labelOf } from './labels';
import { movesOf } from './moves';

function contextOf(board: Board, context: Context, all: number): MpuCheckContext {
  const { name, title, missing, regions } = context;
  return {
    ...{ name, title },
    ...(missing === undefined ? {} : { missing }),
    regions: regions.map((region) => ({
      index: region.index,
      first: hex(region.start),
      last: hex(Math.max(0, region.end - 1)),
      el2: region.el2,
      el1: region.el1,
      memory: region.memory,
      what: labelOf(board, context, region),
    })),
    used: regions.length,
    left: all - regions.length,
  };
}

/**
 * Checks the memory layout of a board: what a design of Xen makes of it, and what that violates.
 * @param requirements that the whole course is judged by, besides the checks of the layout
 * @throws InputError if a file is wrong
 */
export function checkBoard(
  given: Given,
  design: Design,
  requirements: readonly MpuRequirement[] = allMpuRequirements(),
): MpuCheck {
  const { board, machine, remarks } = takeIn(given);
  const layout = layoutOf(board);
  const { implementation, name, hasGuestSections } = design;
  const course = courseOf(implementation, machine, layout);
  const subject: Subject = {
    ...{ board, machine, course, hasGuestSections },
    design: implementation.design,
  };
  const found = checkAll(subject);
  const known = new Set(found.map(({ requirement }) => requirement));
  const judged = judgedViolations(
    machine,
    layout,
    course,
    implementation.design,
    known,
    requirements,
  );
  remarks.push(
    ...roomForDomains(subject),
    ...regionsThatDo(design, machine, layout, course),
    ...causesOf(design, machine, layout, course),
  );
  const violations = [...found, ...judged];
  // What failed was looked into above.
  const failed = failures(subject).map(({ message }) => message);
  const broken = new Set(
    violations.filter(({ message }) => !failed.includes(message)).map((one) => one.requirement),
  );
  for (const { id, title, requirements } of implementation.deviations) {
    const ids = requirements.filter((requirement) => broken.has(requirement));
    if (ids.length > 0) remarks.push(`known of this design: ${id}: ${title} (${ids.join(', ')})`);
  }
  return {
    format: 'lockstep-mpu-check-1',
    files: filesOf(given),
    machine,
    design: { name, implementation: implementation.id, title: implementation.title },
    placed: board.placed.map(({ kind, name: what, start, end, where }) => ({
      ...{ kind, name: what, first: hex(start), last: hex(Math.max(0, end - 1)), where },
    })),
    contexts: course.contexts.map((context) => contextOf(board, context, machine.el2Regions)),
    moves: movesOf(
      board,
      course.contexts.filter(({ missing }) => missing === undefined),
    ),
    violations,
    remarks,
  };
}
