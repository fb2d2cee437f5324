/** What the designs of 2022 and 2023 differ in. */
export interface Variant {
  /**
   * Where the boot-only regions are (digest 3.1). `poc`: behind the fixed ones, all made in C with the
   * MPU off. `v2`: from the last region down, and sections below them. `revision`: behind the fixed
   * ones; the static heap from the last region down.
   */
  plan: 'poc' | 'v2' | 'revision';
  /** The end of booting closes the gaps: fixed regions in front, switching ones behind. */
  compacts: boolean;
  /** Whether the regions of booting may be used again after it, where nothing closes the gaps. */
  holes: 'reused' | 'reserved';
  /**
   * `section`: what Xen accesses of its guests is mapped all the time that none runs. `on-demand`: it
   * is mapped when Xen accesses it, and unmapped then.
   */
  guestMemory: 'section' | 'on-demand';
  /** Regions that a vCPU has room for (Draft A); as many as there are if not given. */
  el1Room?: number;
  /** What happens where the hardware has more: see El1Options. */
  el1Beyond?: 'refused' | 'truncated';
}

export const poc2022: Variant = {
  plan: 'poc',
  compacts: true,
  holes: 'reused',
  guestMemory: 'section',
};

export const v2of2023: Variant = { ...poc2022, plan: 'v2' };

export const revision2023: Variant = { ...poc2022, plan: 'revision', compacts: false };
