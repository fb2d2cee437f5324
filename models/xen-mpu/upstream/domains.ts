import type { MpuDomain } from '../../contract/mpu-layout';
import type { MpuResult } from '../../contract/mpu-script';
import { HypervisorRegister } from '../../contract/mpu-script';
import { MpuRegister } from '../../contract/mpu-registers';
import { VTCR_MSA } from '../../pmsav8';
import type { Hardware } from '../hardware';
import type { Has } from './deviations';

/** More bits of VTCR_EL2, and those of VSTCR_EL2. */
const VTCR_NSA = 1 << 30;
const VTCR_VS = 1 << 19;
const VSTCR_SA = 1 << 30;
const VSTCR_SC = 1 << 20;

/** ID_AA64MMFR0_EL1.MSA where there is PMSA; MSA_frac says more. */
const MSA_PMSA = 0xf;

/** VMID 0 is INVALID_VMID. All cores are taken to have VMIDs of 16 bits with PMSAv8-64. */
const FIRST_VMID = 1;

/** Stage 2, and domains as far as they are made: nothing is programmed for one. */
export class Domains {
  /** VMIDs are given out. */
  ready = false;
  private readonly made = new Set<number>();

  constructor(
    private readonly hardware: Hardware,
    private readonly has: Has,
  ) {}

  /** `setup_virt_paging` (MPU-X-060, MPU-X-061) */
  setUpVirtualPaging(): MpuResult {
    const { hardware } = this;
    const { format, vmsa, msa = MSA_PMSA, msaFrac = vmsa ? 2 : 1 } = hardware.system.machine;
    if (format === 32) {
      if (this.has('XMPU-13')) return 'panic';
    } else {
      if (msa !== MSA_PMSA || (msaFrac !== 1 && msaFrac !== 2)) return 'panic';
      const vtcr = hardware.read(MpuRegister.VTCR_EL2) & ~(VTCR_MSA | VTCR_NSA);
      const vstcr = hardware.read(HypervisorRegister.VSTCR_EL2) & ~VSTCR_SA;
      hardware.write(MpuRegister.VTCR_EL2, vtcr | VTCR_VS);
      hardware.write(HypervisorRegister.VSTCR_EL2, vstcr | VSTCR_SC);
    }
    this.ready = true;
    return 'ok';
  }

  /** Creates a domain once (`domu_dt_v8r_el1_msa_parse`, `p2m_init`). Refusing one is a panic. */
  create(number: number, domain: MpuDomain | undefined): MpuResult {
    if (!this.ready || !domain || this.made.has(number)) return 'skipped';
    if (!this.allows(domain)) return 'panic';
    this.made.add(number);
    return 'ok';
  }

  /** MPU-X-063 */
  private allows({ el1, memory, directMap }: MpuDomain): boolean {
    if (el1 === 'mpu') return memory.length > 0 && directMap;
    const { format, vmsa } = this.hardware.system.machine;
    return format === 64 && vmsa;
  }

  /** VSCTLR_EL2 of the domain made last: its VMID (MPU-A-021). */
  get vsctlr(): { low: number; high: number } {
    const vmid = (FIRST_VMID + this.made.size - 1) << 16;
    return this.hardware.system.machine.format === 64
      ? { low: 0, high: vmid }
      : { low: vmid, high: 0 };
  }
}
