import { InputError } from '../errors';
import type { Symbols } from './symbols';

/** `                0x0000000010000000                _stext = .` of a map of GNU ld. */
const LINKER = /^\s+0x([0-9a-fA-F]{1,16})\s+(?:PROVIDE \()?([A-Za-z_$.][\w$.]*)(?:\s*[=,)].*)?$/;
/** `10000000 T _stext` of nm, `0x10000000 T _stext` of xen-syms.map (tools/symbols.c of Xen). */
const NM = /^(?:0x)?([0-9a-fA-F]{1,16}) [A-Za-z] ([A-Za-z_$.][\w$.]*)$/;

/**
 * Reads symbols of a map: that of GNU ld (`-Map`), a list of `nm`, or xen-syms.map.
 * @param wanted their names
 * @throws InputError if it has no symbol at all
 */
export function readMap(text: string, file: string, wanted: ReadonlySet<string>): Symbols {
  const addresses = new Map<string, bigint>();
  let hasAny = false;
  for (const line of text.split('\n')) {
    const found = LINKER.exec(line.trimEnd()) ?? NM.exec(line.trimEnd());
    if (!found) continue;
    hasAny = true;
    const [, address, name] = found;
    if (wanted.has(name)) addresses.set(name, BigInt(`0x${address}`));
  }
  if (!hasAny) throw new InputError(`${file}: is neither a map of GNU ld nor a list of nm`);
  return { file, addresses };
}
