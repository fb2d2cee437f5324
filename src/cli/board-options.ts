import { InputError } from '../errors';
import type { Given } from '../layout/input';

/** Options that describe a board, as parsed. */
export interface BoardOptions {
  elf?: string;
  map?: string;
  layout?: string;
  el1Regions?: number;
  el2Regions?: number;
  format?: string;
  fdt?: string;
  earlyUart?: boolean;
}

function formatOf(text: string | undefined): 32 | 64 | undefined {
  if (text === undefined) return undefined;
  if (text !== '32' && text !== '64')
    throw new InputError(`--format: "${text}" is neither 32 nor 64`);
  return text === '32' ? 32 : 64;
}

/** What a board is described by. @throws InputError if an option is wrong */
export function givenBoard(files: readonly string[], options: BoardOptions): Given {
  const { format, fdt, ...given } = options;
  if (fdt !== undefined && !/^0x[0-9a-fA-F]{1,12}$/.test(fdt)) {
    throw new InputError(`--fdt: "${fdt}" is no address in hexadecimal, such as 0x20000000`);
  }
  return { ...given, files, fdt, format: formatOf(format) };
}
