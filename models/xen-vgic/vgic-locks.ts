import { Lock } from '../contract/locks';

/** Places in the lock order: domain, rank, descriptor, vCPU. */
const RankOf = { Domain: 0, Rank: 1, Desc: 2, Vcpu: 3 } as const;

/** The locks of a domain's VGIC. No path holds two of the same kind. */
export class VgicLocks {
  /** vgic.lock of the domain: GICD_CTLR. */
  readonly domain = new Lock('domain vgic.lock', RankOf.Domain, 0);
  /** By rank: its registers. */
  readonly rank: Lock[] = [];
  /** desc->lock, by INTID of the physical SPIs. */
  readonly desc: Lock[] = [];
  /** vgic.lock of each vCPU: its lists and what is on them. The last is of the list of no vCPU. */
  readonly vcpu: Lock[] = [];

  constructor(vcpus: number, ranks: number, hardware: readonly number[]) {
    for (let n = 0; n < ranks; n++) this.rank.push(new Lock(`rank ${n}`, RankOf.Rank, n));
    for (const intid of hardware) this.desc[intid] = new Lock(`desc ${intid}`, RankOf.Desc, intid);
    for (let v = 0; v <= vcpus; v++) this.vcpu.push(new Lock(`d1v${v} vgic.lock`, RankOf.Vcpu, v));
  }
}
