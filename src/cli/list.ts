import { allDivergences, allRequirements, notJudged } from '../../properties';
import { everyImplementation, listed, modelsAndTargets } from '../targets/registry';
import { allMpuRequirements, mpuNotJudged } from '../../properties/mpu';
import { everyMpuImplementation, mpuImplementations } from '../targets/mpu-registry';
import { r52Implementations } from '../targets/r52/twin';
import { XEN_SOURCE, XEN_SOURCE_TITLE } from '../targets/xen-mpu/source';
import { EXIT_OK } from './exit';

/** What `lockstep list` can list. */
export const subjects = ['requirements', 'divergences', 'deviations', 'implementations'] as const;
export type Subject = (typeof subjects)[number];

interface Row {
  id: string;
  [field: string]: unknown;
}

function rows(subject: Subject, faults: boolean): Row[] {
  switch (subject) {
    case 'requirements':
      return [
        ...allRequirements().map(({ id, title, source, strength, applies }) => ({
          id,
          title,
          source,
          strength,
          gic: applies.gic,
          judged: true,
        })),
        ...allMpuRequirements().map(({ id, title, source, formats }) => ({
          id,
          title,
          source,
          formats,
          judged: true,
        })),
        ...[...notJudged(), ...mpuNotJudged()].map(({ id, reason }) => ({
          id,
          title: `not judged: ${reason}`,
          judged: false,
        })),
      ].sort((a, b) => (a.id < b.id ? -1 : 1));
    case 'divergences':
      return allDivergences().map(({ id, title, rule, handledBy, differences }) => ({
        id,
        title,
        rule,
        handledBy,
        ...(differences ? { differences } : {}),
      }));
    case 'deviations':
      return [...listed(), ...mpuImplementations(), ...r52Implementations].flatMap(
        ({ id, deviations }) =>
          deviations.map((deviation) => ({ ...deviation, implementation: id })),
      );
    case 'implementations':
      return [
        ...(faults ? everyImplementation() : modelsAndTargets()).map(
          ({ id, version, title, capabilities }) => ({ id, title, version, capabilities }),
        ),
        ...(faults
          ? everyMpuImplementation()
          : [...mpuImplementations(), ...r52Implementations]
        ).map(({ id, version, title, machines }) => ({
          id,
          title,
          version,
          capabilities: machines,
        })),
        { id: XEN_SOURCE, title: XEN_SOURCE_TITLE },
      ];
  }
}

/** `lockstep list`. @returns the exit status */
export function list(subject: Subject, given: { json?: boolean; faults?: boolean }): number {
  const found = rows(subject, given.faults === true);
  if (given.json) {
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return EXIT_OK;
  }
  const name = ({ id, implementation }: Row): string =>
    implementation === undefined ? id : `${String(implementation)} ${id}`;
  const width = Math.max(0, ...found.map((row) => name(row).length));
  for (const row of found)
    process.stdout.write(`${name(row).padEnd(width)}  ${String(row.title)}\n`);
  if (found.length === 0) process.stdout.write(`no ${subject}\n`);
  return EXIT_OK;
}
