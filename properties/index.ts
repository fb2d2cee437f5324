import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Divergence } from './divergence';
import type { Requirement } from './requirement';

/** Families of GIC requirements, in the order of the digest. */
const families = ['lc', 'dist', 'cpu', 'lr', 'hcr', 'inv'] as const;

/** A requirement that no checker judges, and why. */
export interface NotJudged {
  id: string;
  reason: string;
}

function filesOf(family: string): string[] {
  return readdirSync(join(__dirname, 'gic', family))
    .filter((file) => /^GIC-.*\.[tj]s$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

let loaded: Requirement[] | undefined;

/** Every requirement with a checker, in the order of the digest: one file each. */
export function allRequirements(): readonly Requirement[] {
  loaded ??= families.flatMap((family) =>
    filesOf(family).map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const module = require(join(__dirname, 'gic', family, file)) as { default: Requirement };
      return module.default;
    }),
  );
  return loaded;
}

/** Every requirement of the digest that is listed but not judged here. */
export function notJudged(): readonly NotJudged[] {
  return families.flatMap((family) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const module = require(join(__dirname, 'gic', family, 'not-judged')) as {
      notJudged: Record<string, string>;
    };
    return Object.entries(module.notJudged).map(([id, reason]) => ({ id, reason }));
  });
}

let divergences: Divergence[] | undefined;

/** Every allowed divergence, in the order of the digest: one file each. */
export function allDivergences(): readonly Divergence[] {
  const folder = join(__dirname, 'divergences');
  divergences ??= readdirSync(folder)
    .filter((file) => /^DIV-.*\.[tj]s$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      return (require(join(folder, file)) as { default: Divergence }).default;
    });
  return divergences;
}
