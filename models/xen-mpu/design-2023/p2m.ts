import type { MpuP2mType, MpuResult } from '../../contract/mpu-script';
import type { Region } from '../../pmsav8';
import type { Range } from '../upstream/region';
import { PAGE, setBase, setLimit } from '../upstream/region';
import type { Has } from './deviations';
import { touches } from './table';

/** AP: who may do what. */
const AP = { rwEl2: 0, rwAll: 1, roEl2: 2, roAll: 3 } as const;
/** XN_P2M_ENABLED: EL1 and EL0 may not execute; in PMSAv8-32 nobody may. */
const XN = 1;

/** Memory types of MAIR_EL2, and the shareability that goes with them. */
const NORMAL = { attribute: 7, sh: 3 };
const DEVICE = { attribute: 4, sh: 2 };

/** `region_to_p2m_entry` (MPU-P-023) */
function regionOf(range: Range, type: MpuP2mType, has: Has): Region {
  const isRam = type === 'ram_rw' || type === 'ram_ro';
  const ap = {
    ram_rw: AP.rwAll,
    ram_ro: AP.roAll,
    mmio_direct_dev: AP.rwAll,
    dev_rw: AP.rwEl2,
    invalid: has('PMPU-23') ? AP.roAll : AP.roEl2,
  }[type];
  const memory = type === 'mmio_direct_dev' || type === 'dev_rw' ? DEVICE : NORMAL;
  const region = { base: 0, limit: 0, ap, xn: isRam ? 0 : XN, ...memory, enabled: true };
  setBase(region, range.start);
  setLimit(region, range.end);
  return region;
}

/** What a domain may access: one region for each range, guest addresses being physical ones. */
export class P2m {
  readonly regions: Region[] = [];
  private readonly types: MpuP2mType[] = [];

  constructor(private readonly has: Has) {}

  /**
   * `p2m_set_entry` (MPU-P-024)
   * @param others regions that are there while the domain runs
   * @returns EINVAL for a range that is empty, not of whole pages, or not free
   */
  insert(range: Range, type: MpuP2mType, others: readonly Region[] = []): MpuResult {
    if (range.start >= range.end || range.start % PAGE !== 0 || range.end % PAGE !== 0) {
      return 'EINVAL';
    }
    const region = regionOf(range, type, this.has);
    const isTaken = [...this.regions, ...others].some((other) => touches(other, region));
    if (isTaken && !this.has('PMPU-24')) return 'EINVAL';
    this.regions.push(region);
    this.types.push(type);
    return 'ok';
  }

  /** `p2m_get_region` (MPU-P-025): the type of the one region that has all of a range in it. */
  lookup({ start, end }: Range): MpuP2mType | undefined {
    const found = this.regions.findIndex(({ base, limit }) => base <= start && end <= limit + 1);
    return this.types[found];
  }
}
