import { MpuLevel } from '../../../models/contract/mpu-encoded';
import type { Mpu, MpuSystem } from '../../../models/pmsav8';
import { Hcr, WRITE_BACK, translate } from '../../../models/pmsav8';

const OUTER = 2;
const INNER = 3;
const NON_CACHEABLE = 4;

/** Which of the deviations that concern attributes are there. */
export interface AttributeDeviations {
  shareability: boolean;
  device: boolean;
  transient: boolean;
}

function isDevice(memory: number): boolean {
  return (memory & 0xf0) === 0;
}

/** Device in one stage at least. The low half counts even where it is that of Normal memory. */
function deviceOf(first: number, second: number): number {
  const halves = [first & 0xf, second & 0xf];
  return [0x0, 0x4, 0x8].find((type) => halves.includes(type)) ?? 0xc;
}

/** Normal in both: one half. Write-Through of stage 2 is known in its non-transient form alone. */
function cacheabilityOf(first: number, second: number): number {
  if (first === NON_CACHEABLE || second === NON_CACHEABLE) return NON_CACHEABLE;
  const isWriteThrough = (first & 4) === 0;
  return !isWriteThrough && second >> 2 === 2 ? 8 | (first & 3) : first;
}

/** The shareability of the one region with an address in it, as its PRLAR has it. */
function shareabilityOf(mpu: Mpu, address: number): number {
  return (mpu.readLarLow(mpu.match(address)) >>> 3) & 3;
}

/** What memory an access finds that is allowed, as QEMU has it. */
export class TwinAttributes {
  constructor(
    private readonly system: MpuSystem,
    private readonly has: AttributeDeviations,
  ) {}

  /** @param found what the architecture says: bits 7:0 memory type, 9:8 shareability */
  of(found: number, address: number, level: number, access: number): number {
    const memory = this.memory(found & 0xff, address, level, access);
    if (!this.has.shareability) return memory | (found & 0x300);
    const isOuter = isDevice(memory) || memory === 0x44;
    return memory | ((isOuter ? OUTER : this.shareability(address, level)) << 8);
  }

  private memory(found: number, address: number, level: number, access: number): number {
    const { system, has } = this;
    const { hcr, el2 } = system;
    if (level === MpuLevel.El2 || (hcr & (Hcr.VM | Hcr.DC)) === 0) return found;
    let first = WRITE_BACK;
    if ((hcr & Hcr.DC) === 0) {
      system.hcr = 0;
      first = translate(system, address, level, access) & 0xff;
      system.hcr = hcr;
    }
    const second = el2.memoryType((el2.readLarLow(el2.match(address)) >>> 1) & 7);
    if (isDevice(first) || isDevice(second)) return has.device ? deviceOf(first, second) : found;
    if (!has.transient) return found;
    return (
      (cacheabilityOf(first >> 4, second >> 4) << 4) | cacheabilityOf(first & 0xf, second & 0xf)
    );
  }

  /** For memory that is neither Device nor Non-cacheable: regions decide, or HCR.DC. */
  private shareability(address: number, level: number): number {
    const { el1, el2, hcr } = this.system;
    if (level === MpuLevel.El2) return shareabilityOf(el2, address);
    const first = (hcr & Hcr.DC) !== 0 ? 0 : shareabilityOf(el1, address);
    if ((hcr & (Hcr.VM | Hcr.DC)) === 0) return first;
    const second = shareabilityOf(el2, address);
    if (first === OUTER || second === OUTER) return OUTER;
    return first === INNER || second === INNER ? INNER : 0;
  }
}
