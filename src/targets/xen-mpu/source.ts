import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xenMpu2026 } from '../../../models/xen-mpu';
import type { RealHypervisor } from '../../engine/mpu/exact-scripts';
import { InputError } from '../../errors';
import { buildXen } from './build';
import { phases, SourceXen, steps } from './hypervisor';
import { HarnessProgram } from './program';

/** Its id on the command line. */
export const XEN_SOURCE = 'xen-mpu:source';
export const XEN_SOURCE_TITLE =
  "Xen's own MPU code, built from the source tree that LOCKSTEP_XEN names";

/** `4.22-unstable`, with the commit where the tree is git's. */
function versionOf(tree: string): string {
  const makefile = readFileSync(join(tree, 'xen/Makefile'), 'utf8');
  const value = (name: string): string =>
    new RegExp(`^export XEN_${name}\\s*[:?]?=[ \\t]*(\\S*)`, 'm').exec(makefile)?.[1] ?? '';
  const extra = value('EXTRAVERSION').replace(/\$.*/, '');
  const commit = spawnSync('git', ['-C', tree, 'rev-parse', '--short=10', 'HEAD'], {
    encoding: 'utf8',
  });
  const suffix = commit.status === 0 ? ` ${commit.stdout.trim()}` : '';
  return `${value('VERSION')}.${value('SUBVERSION')}${extra}${suffix}`;
}

/**
 * The MPU code of a Xen source tree, built and run: its assembly, region map, and what changes it at the
 * end of booting. Everything around it, and the processor, is Lockstep's.
 * @param tree the folder that has `xen` in it
 * @throws InputError if it is no source tree of Xen
 */
export function xenSource(tree: string): RealHypervisor {
  const programs = new Map<32 | 64, HarnessProgram>();
  const start = (format: 32 | 64): HarnessProgram => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-xen-mpu-'));
    try {
      return new HarnessProgram(XEN_SOURCE, buildXen(tree, format, folder), folder);
    } finally {
      // What runs needs no name any more.
      rmSync(folder, { recursive: true });
    }
  };
  const programFor = (format: 32 | 64): HarnessProgram => {
    const program = programs.get(format) ?? start(format);
    programs.set(format, program);
    return program;
  };
  let version: string;
  try {
    version = versionOf(tree);
  } catch {
    throw new InputError(`LOCKSTEP_XEN: ${tree} is no source tree of Xen: no xen/Makefile`);
  }
  return {
    kind: 'hypervisor',
    design: 'upstream',
    id: XEN_SOURCE,
    version,
    title: `Xen's own MPU code, built from a source tree of ${version}`,
    deviations: xenMpu2026.deviations,
    machines: { formats: [32, 64], vmsa: true },
    phases,
    steps,
    create: (machine, layout) => new SourceXen(machine, layout, programFor(machine.format)),
    twin: xenMpu2026,
  };
}

/**
 * The implementation of the tree that LOCKSTEP_XEN names.
 * @throws InputError if it names none
 */
export function givenXenSource(): RealHypervisor {
  const tree = process.env.LOCKSTEP_XEN;
  if (!tree) {
    throw new InputError(
      `${XEN_SOURCE} is the MPU code of a source tree of Xen: LOCKSTEP_XEN is to be its folder`,
    );
  }
  return xenSource(tree);
}
