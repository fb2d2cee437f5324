import { join } from 'node:path';
import pc from 'picocolors';
import { renderPage } from '../../reports/render/mpu/html';
import { renderCheck } from '../../reports/render/mpu/text';
import { openOutput, writeWhole } from '../files';
import { checkBoard } from '../layout/check';
import { findDesign } from '../layout/designs';
import { checkMpuCheck } from '../validate';
import type { BoardOptions } from './board-options';
import { givenBoard } from './board-options';
import { EXIT_FAILED, EXIT_OK } from './exit';

/** Options of `lockstep mpu check`, as parsed. */
export interface MpuCheckOptions extends BoardOptions {
  design: string;
  out?: string;
}

/** `lockstep mpu check`. @returns the exit status */
export function mpuCheck(files: readonly string[], options: MpuCheckOptions): number {
  const { design, out, ...board } = options;
  const check = checkMpuCheck(checkBoard(givenBoard(files, board), findDesign(design)));
  if (out !== undefined) {
    openOutput(out);
    writeWhole(out, 'mpu-check.json', `${JSON.stringify(check, null, 2)}\n`);
    writeWhole(out, 'mpu-check.html', renderPage(check));
  }
  process.stdout.write(renderCheck(check));
  if (out !== undefined) {
    process.stdout.write(`${join(out, 'mpu-check.html')}, ${join(out, 'mpu-check.json')}\n`);
  }
  const failed = check.violations.length > 0;
  process.stdout.write(failed ? pc.red('FAILED\n') : pc.green('nothing is wrong\n'));
  return failed ? EXIT_FAILED : EXIT_OK;
}
