import type { KvmScenario } from './kvm-words';
import { gate, setCpu, times } from './kvm-words';

/** kvm-*-overflow.txt: lines that both GIC versions have. */
const both = (gic: 2 | 3): KvmScenario[] => [
  {
    title: 'CTLR 1->0->1, edge SPI 40 pending throughout',
    words: `spend:40 ISR «off» ${gate(gic, 0)} ISR state:40 «on» ${gate(gic, 1)} ISR state:40 ISR
      «re-enable write» en:40 ISR «ISPENDR write» spend:40 ISR IAR`,
  },
  {
    title: 'CTLR off, pend SPI+SGI while off, on',
    words: `${gate(gic, 0)} spend:40 sgi:3 state:40 state:3 «on» ${gate(gic, 1)} ISR HPPIR
      «ISENABLER poke» en:40 ISR IAR`,
  },
  {
    title: 'CTLR off/on with level line high',
    words: `level:40 up:40 ISR ${gate(gic, 0)} ISR ${gate(gic, 1)} ISR
      «line re-raise (no change)» up:40 ISR «line low/high» down:40 up:40 ISR IAR`,
  },
  {
    title: 'CTLR off/on with 6 SGIs pending',
    words: `${times(6, (i) => `sgi:${i}`)} ${gate(gic, 0)} rd:CTLR=GICD_CTLR «off» ISR
      «on» ${gate(gic, 1)} ISR pend:0 pend:5 IAR`,
  },
  {
    title: '4 SPIs forced active (ISACTIVER), then SGI 1',
    words: `sact:40 sact:41 sact:42 sact:43 sgi:1 ISR HPPIR IAR «ICACTIVER 40» cact:40 ISR IAR`,
  },
  {
    title: '3 SPIs forced active, then SGI 1',
    words: `sact:40 sact:41 sact:42 sgi:1 ISR IAR`,
  },
  {
    title: 'prio change while active: RPR, then same prio pend',
    words: `spend:40 IAR RPR prio:40=20 RPR rd:IPRIORITYR[40]=GICD_IPRIORITYR10.0 prio:41=60
      spend:41 ISR IAR RPR eoi:29 RPR eoi:28 RPR`,
  },
  {
    title: 'ICFGR level->edge with line high',
    words: `level:40 up:40 pend:40 «->edge» edge:40 pend:40 ISR ACK+EOI pend:40 «->level» level:40
      pend:40 ISR down:40 pend:40`,
  },
  {
    title: 'ICFGR edge->level with latched pend',
    words: `spend:40 pend:40 «->level» level:40 pend:40 ISR ACK+EOI pend:40`,
  },
  {
    title: 'ICFGR0/1 writes',
    words:
      gic === 2
        ? `wr:GICD_ICFGR0=0 wr:GICD_ICFGR1=ffffffff rd:ICFGR0=GICD_ICFGR0 rd:ICFGR1=GICD_ICFGR1
           rd:ICFGR2=GICD_ICFGR2`
        : `wr:GICR_ICFGR0=0 wr:GICR_ICFGR1=ffffffff rd:ICFGR0=GICR_ICFGR0 rd:ICFGR1=GICR_ICFGR1
           rd:ICFGR2=GICD_ICFGR2`,
  },
  {
    title: 'SGI disable ICENABLER0',
    words: `dis:3 rd:ISENABLER0=${gic === 2 ? 'GICD' : 'GICR'}_ISENABLER0 sgi:3 state:3 ISR IAR
      en:3 ISR ACK+EOI`,
  },
  {
    title: 'two pend writes collapse; pend twice edge',
    words: `spend:40 spend:40 ACK+EOI ACK+EOI`,
  },
  {
    title: 'ISPENDR of disabled then enable',
    words: `dis:40 spend:40 pend:40 ISR en:40 ISR ACK+EOI`,
  },
  {
    title: 'ISPENDR/ICPENDR on active+pending edge at other vCPU access',
    words: `spend:40 IAR spend:40@1 state:40 cpend:40@1 state:40 eoi:28 ISR`,
  },
  {
    title: 'ICACTIVER from other vCPU',
    words: `spend:40 IAR cact:40@1 state:40 RPR spend:40 IAR eoi:28 IAR`,
  },
  {
    title: 'BPR preemption: BPR=7 vs 0',
    words: `${setCpu(gic, 'BPR', '7')} prio:41=40 spend:40 IAR spend:41 ISR HPPIR IAR
      «BPR min» ${setCpu(gic, 'BPR', '0')} ISR IAR RPR`,
  },
  {
    title: 'group prio: p88 active, p80 pend with BPR default',
    words: `prio:40=88 prio:41=80 spend:40 IAR spend:41 ISR IAR RPR`,
  },
];

const v2: KvmScenario[] = [
  {
    title: 'IDs',
    words: `rd:TYPER=GICD_TYPER rd:IIDR=GICD_IIDR raw:PIDR2=GICD+0xfe8/4 rd:CTLR=GICD_CTLR
      wr:GICD_CTLR=ffffffff rd:CTLR(all1)=GICD_CTLR wr:GICD_CTLR=0 rd:CTLR(0)=GICD_CTLR
      wr:GICC_CTLR=ffffffff rd:GICC_CTLR(all1)=GICC_CTLR wr:GICC_BPR=0 rd:BPR(0)=GICC_BPR
      wr:GICC_BPR=7 rd:BPR(7)=GICC_BPR wr:GICC_PMR=7f rd:PMR(7f)=GICC_PMR RPR`,
  },
  {
    title: 'SGI 5 from 4 CPUs + SGI 6, 7 same prio -> cpu0',
    vcpus: 4,
    words: `sgi:5 sgi:5>0@1 sgi:5>0@2 sgi:5>0@3 sgi:6>0@2 sgi:7>0@3 rd:SPENDSGIR=GICD_SPENDSGIR1
      ${times(7, () => 'ACK+EOI')}`,
  },
  {
    title: 'SGI 5 from 4 CPUs, higher prio SGI 6 arrives',
    vcpus: 4,
    words: `prio:6=20 sgi:5 sgi:5>0@1 sgi:5>0@2 sgi:5>0@3 IAR sgi:6>0@2 ISR IAR eoi:806 eoi:5
      ${times(3, () => 'ACK+EOI')}`,
  },
  {
    title: 'SGI EOI with wrong CPUID',
    words: `sgi:5>0@1 IAR eoi:5 state:5 RPR «right» eoi:405 state:5 RPR`,
  },
  {
    title: 'SGIR filters',
    words: `sgi:1>others sgi:2>self wr:GICD_SGIR=3030003 sgi:4>0,1
      ${times(4, (i) => `state:${i + 1} state:${i + 1}@1`)}`,
  },
  {
    title: 'user APR after IAR',
    words: `spend:40 IAR leave:user_APR leave:user_ISACTIVER1 RPR`,
    left: 'the registers as user space reads them are not part of the model',
  },
];

const v3: KvmScenario[] = [
  {
    title: 'IROUTER to nowhere (7) while pending, back to 0',
    words: `spend:40 ISR wr:GICD_IROUTER40=7 ISR state:40 «back» wr:GICD_IROUTER40=0 ISR state:40
      «ISENABLER poke» en:40 ISR «ISPENDR» spend:40 ISR IAR`,
  },
  {
    title: 'IDs',
    words: `rd:TYPER=GICD_TYPER rd:IIDR=GICD_IIDR rd:PIDR2=GICD_PIDR2 rd:CTLR=GICD_CTLR
      wr:GICD_CTLR=ffffffff rd:CTLR(all1)=GICD_CTLR wr:GICD_CTLR=0 rd:CTLR(0)=GICD_CTLR rd:GICR_CTLR
      rd:GICR_IIDR rd:GICR_TYPER rd:GICR_WAKER rd:GICR_PIDR2 rd:GICR1_TYPER=GICR_TYPER/1
      rd:GICD_ISENABLER0 raw:SETSPI?=GICD+0x40/4 wr:GICR_CTLR=1 rd:GICR_CTLR(1)=GICR_CTLR
      wr:ICC_CTLR_EL1=ffffffff rd:ICC_CTLR(all1)=ICC_CTLR_EL1 wr:ICC_BPR1_EL1=0
      rd:BPR1(0)=ICC_BPR1_EL1 wr:ICC_PMR_EL1=7f rd:PMR=ICC_PMR_EL1 wr:ICC_SRE_EL1=0
      rd:SRE(0)=ICC_SRE_EL1 rd:AP1R0=ICC_AP1R0_EL1 rd:AP0R0=ICC_AP0R0_EL1`,
  },
  {
    title: 'SGI1R IRM=1 / nonexistent target / SGI0R for G1',
    words: `sgi:2>others state:2 state:2@1 IAR IAR@1 «target list bit 5» sgi:3>5 state:3
      «SGI0R to self, G1 irq» wr:ICC_SGI0R_EL1=4000001 state:4
      «ASGI1R» leave:ISPENDR[6] leave:ISACTIVER[6]`,
    left: 'ICC_ASGI1R_EL1 is not in the register table',
  },
  {
    title: 'user APR after IAR',
    words: `spend:40 IAR leave:user_AP1R0 leave:user_ISACTIVER1 RPR`,
    left: 'the registers as user space reads them are not part of the model',
  },
];

export const kvmOverflowScenarios = (gic: 2 | 3): KvmScenario[] => [
  ...both(gic),
  ...(gic === 2 ? v2 : v3),
];
