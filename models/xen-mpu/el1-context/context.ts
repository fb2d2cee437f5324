import { MpuRegister } from '../../contract/mpu-registers';
import { translationRegisters } from '../../contract/mpu-script';
import { Hcr, VTCR_MSA } from '../../pmsav8';
import type { Hardware } from '../hardware';
import type { El1Options, El1State } from './state';
import { allocatedState, bytesOfRegion } from './state';

const { PRSELR_EL1, PRBAR_EL1, PRLAR_EL1, MAIR_EL1, SCTLR_EL1, MPUIR_EL1 } = MpuRegister;
const { HCR_EL2, VTCR_EL2, VSCTLR_EL2 } = MpuRegister;

/** What a vCPU has from its domain. */
export interface Regime {
  /** EL1 has VMSA (MPU-A-020). */
  vmsa: boolean;
  /** VSCTLR_EL2, with the VMID (MPU-A-021). */
  vsctlr: { low: number; high: number };
}

/** Saves and restores what a vCPU has in EL1, on one processor. */
export class El1Context {
  /** Bytes stored beside the room that a vCPU has. */
  strayBytes = 0;
  private readonly format: 32 | 64;
  /** What PRSELR_EL1 selects, as far as the walk in hand knows; −1 if it does not. */
  private selected = -1;

  constructor(
    private readonly hardware: Hardware,
    private readonly options: El1Options = allocatedState,
  ) {
    this.format = hardware.system.machine.format;
  }

  /** Implemented regions. */
  private get implemented(): number {
    return this.hardware.system.machine.el1Regions;
  }

  /** Regions that are saved and restored: never more than are implemented (MPU-P-040, MPU-P-043). */
  get regions(): number {
    const { room, beyond } = this.options;
    return room !== undefined && beyond === 'truncated'
      ? Math.min(this.implemented, room)
      : this.implemented;
  }

  /** Whether a vCPU with PMSA can be made (MPU-P-042). */
  get hasRoom(): boolean {
    const { room, beyond } = this.options;
    return beyond !== 'refused' || room === undefined || this.implemented <= room;
  }

  /** Reads MPUIR_EL1 as the hypervisor does once. */
  readCount(): void {
    this.hardware.read(MPUIR_EL1);
  }

  /** A vCPU ceases to run: SCTLR and VTCR first, then regions or TCR and TTBR, and MAIR. */
  save(state: El1State, { vmsa }: Pick<Regime, 'vmsa'>): void {
    const { hardware } = this;
    state.sctlr = hardware.read(SCTLR_EL1);
    if (this.format === 64) hardware.read(VTCR_EL2);
    hardware.isb();
    if (vmsa) this.saveTranslation(state);
    else if (!this.options.sharesRegions) this.saveRegions(state);
    else if (this.regions > 0) state.prselr = hardware.read(PRSELR_EL1);
    state.mairLow = hardware.read(MAIR_EL1);
    state.mairHigh = hardware.system.high;
    hardware.isb();
  }

  /**
   * A vCPU is to run: regions or TCR and TTBR, and MAIR, then SCTLR, VTCR and VSCTLR (MPU-P-044). What stage 2 allows
   * follows, and an ISB after it.
   */
  restore(state: El1State, { vmsa, vsctlr }: Regime): void {
    const { hardware } = this;
    if (vmsa) this.restoreTranslation(state);
    else if (!this.options.sharesRegions) this.restoreRegions(state);
    else if (this.regions > 0) hardware.write(PRSELR_EL1, state.prselr);
    hardware.write(MAIR_EL1, state.mairLow, state.mairHigh);
    hardware.isb();
    hardware.write(SCTLR_EL1, state.sctlr);
    hardware.write(HCR_EL2, Hcr.VM);
    if (this.format === 64) hardware.write(VTCR_EL2, vmsa ? VTCR_MSA : 0);
    hardware.write(VSCTLR_EL2, vsctlr.low, vsctlr.high);
  }

  /** PRSELR, then PRBAR and PRLAR from the highest region down. */
  saveRegions(state: El1State): void {
    const { hardware, regions } = this;
    if (this.touchesNothing) return;
    this.selected = -1;
    if (!this.options.losesSelector) state.prselr = hardware.read(PRSELR_EL1);
    for (let region = regions - 1; region >= 0; region--) {
      const direct = this.select(region);
      state.barLow[region] = hardware.read(PRBAR_EL1, direct);
      state.barHigh[region] = hardware.system.high;
      state.larLow[region] = hardware.read(PRLAR_EL1, direct);
      state.larHigh[region] = hardware.system.high;
    }
    hardware.isb();
    this.noteStray();
  }

  /** The same the other way round; PRSELR last. */
  restoreRegions(state: El1State): void {
    const { hardware, regions } = this;
    if (this.touchesNothing) return;
    this.selected = -1;
    hardware.barrier();
    for (let region = regions - 1; region >= 0; region--) {
      const direct = this.select(region);
      hardware.write(PRBAR_EL1, state.barLow[region], state.barHigh[region], direct);
      hardware.write(PRLAR_EL1, state.larLow[region], state.larHigh[region], direct);
    }
    hardware.isb();
    if (!this.options.losesSelector) hardware.write(PRSELR_EL1, state.prselr);
  }

  /** TCR, TTBR0 and TTBR1 (MPU-A-034). */
  private saveTranslation(state: El1State): void {
    const { hardware } = this;
    translationRegisters.forEach((register, n) => {
      state.translationLow[n] = hardware.read(register);
      state.translationHigh[n] = hardware.system.high;
    });
  }

  private restoreTranslation({ translationLow, translationHigh }: El1State): void {
    translationRegisters.forEach((register, n) => {
      this.hardware.write(register, translationLow[n], translationHigh[n]);
    });
  }

  private get touchesNothing(): boolean {
    return this.regions === 0 || (this.regions === 1 && this.options.losesSingle === true);
  }

  /** Makes a region accessible. @returns the number of its direct register, or −1 */
  private select(region: number): number {
    const isEach = this.options.selection === 'each';
    if (this.format === 32 && region < 32 && !isEach) return region;
    const wanted = isEach || this.format === 32 ? region : region & 0xf0;
    if (this.selected !== wanted) {
      this.hardware.write(PRSELR_EL1, wanted);
      this.hardware.isb();
      this.selected = wanted;
    }
    // PRBAR0 is PRBAR itself.
    return region === wanted ? -1 : region & 0xf;
  }

  private noteStray(): void {
    const { room, beyond } = this.options;
    if (room === undefined || beyond !== 'overrun') return;
    this.strayBytes += Math.max(0, this.regions - room) * bytesOfRegion(this.format);
  }
}
