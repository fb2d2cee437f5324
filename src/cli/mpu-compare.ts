import { renderComparison } from '../../reports/render/mpu/comparison';
import { compareBoard } from '../layout/compare';
import { checkMpuComparison } from '../validate';
import type { BoardOptions } from './board-options';
import { givenBoard } from './board-options';
import { EXIT_OK } from './exit';

/** Options of `lockstep mpu compare`, as parsed. */
export interface MpuCompareOptions extends BoardOptions {
  json?: boolean;
}

/** `lockstep mpu compare`. @returns the exit status */
export function mpuCompare(files: readonly string[], options: MpuCompareOptions): number {
  const { json, ...board } = options;
  const comparison = checkMpuComparison(compareBoard(givenBoard(files, board)));
  process.stdout.write(
    json ? `${JSON.stringify(comparison, null, 2)}\n` : renderComparison(comparison),
  );
  return EXIT_OK;
}
