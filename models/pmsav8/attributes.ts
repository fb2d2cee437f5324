/**
 * What memory an access finds, as a small number: bits 7:0 memory type as in MAIR, 9:8 shareability
 * as in SH.
 */
export function attributes(memory: number, shareability: number): number {
  // Device and Non-cacheable memory is treated as outer shareable (MPU-A-023); SH = 1 is reserved.
  if ((memory & 0xf0) === 0 || memory === 0x44) return memory | (2 << 8);
  return memory | ((shareability === 1 ? 0 : shareability) << 8);
}

/** Normal, Write-Back, not shareable: stage 1 with HCR.DC, and where no MPU has a say. */
export const WRITE_BACK = 0xff;

function isWriteThrough(nibble: number): boolean {
  return (nibble & 4) === 0;
}

/** The more restrictive cacheability; allocation hints are those of stage 1. */
function combineCacheability(first: number, second: number): number {
  if (first === 4 || second === 4) return 4;
  return isWriteThrough(second) ? first & ~4 : first;
}

/**
 * The attributes of an access that both stages allow: the more restrictive memory type, the wider
 * shareability.
 */
export function combine(first: number, second: number): number {
  const [one, two] = [first & 0xff, second & 0xff];
  const oneIsDevice = (one & 0xf0) === 0;
  const twoIsDevice = (two & 0xf0) === 0;
  let memory: number;
  if (oneIsDevice && twoIsDevice) memory = Math.min(one, two);
  else if (oneIsDevice) memory = one;
  else if (twoIsDevice) memory = two;
  else {
    memory =
      (combineCacheability(one >> 4, two >> 4) << 4) | combineCacheability(one & 0xf, two & 0xf);
  }
  return attributes(memory, wider(first >> 8, second >> 8));
}

function wider(first: number, second: number): number {
  if (first === 2 || second === 2) return 2;
  return first === 3 || second === 3 ? 3 : 0;
}
