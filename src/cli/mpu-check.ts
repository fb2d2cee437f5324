import { join } from 'node:path';
import pc from 'picocolors';
import { renderPage } from '../../reports/render/mpu/html';
import { renderCheck } from '../../reports/render/mpu/text';
import { InputError } from '../errors';
import { openOutput, writeWhole } from '../files';
import { checkBoard } from '../layout/check';
import { findDesign } from '../layout/designs';
import { checkMpuCheck } from '../validate';
import { EXIT_FAILED, EXIT_OK } from './exit';

/** Options of `lockstep mpu check`, as parsed. */
export interface MpuCheckOptions {
  elf?: string;
  map?: string;
  layout?: string;
  el1Regions?: number;
  el2Regions?: number;
  format?: string;
  fdt?: string;
  earlyUart?: boolean;
  design: string;
  out?: string;
}

function formatOf(text: string | undefined): 32 | 64 | undefined {
  if (text === undefined) return undefined;
  if (text !== '32' && text !== '64')
    throw new InputError(`--format: "${text}" is neither 32 nor 64`);
  return text === '32' ? 32 : 64;
}

/** `lockstep mpu check`. @returns the exit status */
export function mpuCheck(files: readonly string[], options: MpuCheckOptions): number {
  const { format, fdt, design, out, ...given } = options;
  if (fdt !== undefined && !/^0x[0-9a-fA-F]{1,12}$/.test(fdt)) {
    throw new InputError(`--fdt: "${fdt}" is no address in hexadecimal, such as 0x20000000`);
  }
  const check = checkMpuCheck(
    checkBoard({ ...given, files, fdt, format: formatOf(format) }, findDesign(design)),
  );
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
