import { readdirSync, rmSync } from 'node:fs';
import pc from 'picocolors';
import type { Surprise } from '../engine/real-ones';
import { writeFinding } from '../files';
import { missingParts, notRun } from '../targets/installed';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exit';

/** Tells of the first of two that cannot run because it is not installed. @returns whether there is one */
export function isMissing(pair: readonly { id: string; open?: unknown }[]): boolean {
  for (const { id, open } of pair) {
    const missing = open ? missingParts(id) : undefined;
    if (!missing) continue;
    process.stdout.write(`${notRun(id, missing)}\n`);
    return true;
  }
  return false;
}

/** Writes findings in place of those of an earlier hunt. */
export function writeFindings(folder: string, findings: readonly { id: string }[]): void {
  const known = /^(KNOWN-.+|DIFFERENCE|DIV-\d+|MPU-DIFFERENCE|MPU-[A-Z]-\d+)-[0-9a-f]{8}\.json$/;
  for (const name of readdirSync(folder)) if (known.test(name)) rmSync(`${folder}/${name}`);
  for (const finding of findings) writeFinding(folder, finding);
}

/** Surprises that are told one by one. */
const MOST_TOLD = 20;

/** How a hunt ended. */
export interface HuntEnd {
  /** What was found, as text. */
  text: string;
  surprises: readonly Surprise[];
  isExplained: boolean;
  interrupted: boolean;
}

/** Tells the end of a hunt. @returns the exit status */
export function tellEnd({ text, surprises, isExplained, interrupted }: HuntEnd): number {
  const out = process.stdout;
  out.write(`\n${text}\n`);
  for (const { implementation, index, step, died } of surprises.slice(0, MOST_TOLD)) {
    const what = died ? died.message : `${implementation} is not as its model at step ${step}`;
    out.write(`workload ${index}: ${what}\n`);
  }
  if (surprises.length > MOST_TOLD) {
    out.write(`and ${surprises.length - MOST_TOLD} more workloads like these\n`);
  }
  const failed = !isExplained || surprises.length > 0;
  out.write(failed ? pc.red('UNEXPLAINED DIFFERENCES\n') : pc.green('everything is explained\n'));
  if (interrupted) out.write('interrupted: the findings cover what was done\n');
  if (failed) return EXIT_FAILED;
  return interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}
