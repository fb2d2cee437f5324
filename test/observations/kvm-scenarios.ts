import { em1, gate, setCpu, setGroupEnable, times } from './kvm-words';
import type { KvmScenario } from './kvm-words';

/** kvm-*-gicv2.txt and kvm-*-gicv3.txt: lines that both GIC versions have. */
const both = (gic: 2 | 3): KvmScenario[] => [
  {
    title: '16 SGIs, prio desc with id (15 highest), 4 LRs',
    words: `${times(16, (i) => `prio:${i}=${hex(0xf0 - 16 * i)} sgi:${i}`)} ${take(17)}`,
  },
  {
    title: '16 SGIs, prio scrambled (i*7%16)',
    words: `${times(16, (i) => `prio:${i}=${hex(((i * 7) % 16) * 16)} sgi:${i}`)} ${take(17)}`,
  },
  {
    title: '16 SGIs all equal prio, pended 0..15',
    words: `${times(16, (i) => `sgi:${i}`)} ${take(17)}`,
  },
  {
    title: '16 SGIs all equal prio, pended 15..0',
    words: `${times(16, (i) => `sgi:${15 - i}`)} ${take(17)}`,
  },
  {
    title: '3 SGIs equal prio pended 9,3,6 (<= LRs)',
    words: `sgi:9 sgi:3 sgi:6 HPPIR ${take(4)}`,
  },
  {
    title: 'SPI 40,41,42 equal prio, pended by ISPENDR 42,40,41 + SGI 2',
    words: `spend:42 spend:40 spend:41 sgi:2 ${take(5)}`,
  },
  {
    title: 'EOImode=1, 8 SGIs ascending prio; IAR+EOIR(drop) without DIR',
    em1,
    words: `${times(8, (i) => `prio:${i}=${hex(16 * i)} sgi:${i}`)}
      ${times(6, (i) => `IAR eoi:${i}`)} «force exit» rd:TYPER=GICD_TYPER IAR
      «DIR 0» dir:0 IAR «exit» rd:TYPER=GICD_TYPER IAR`,
  },
  {
    title: 'nested preemption 6 deep (each higher prio)',
    words: `${times(6, (i) => `prio:${i}=${hex(0xf0 - 32 * i)}`)}
      ${times(6, (i) => `sgi:${i} IAR RPR`)} ${times(6, (i) => `eoi:${5 - i}`)}
      «after all EOIs» RPR IAR`,
  },
  {
    title: 'IPRIORITYR write ff/07/0c',
    words: times(3, (i) => `prio:40=${['ff', '7', 'c'][i]} rd:IPRIORITYR[40]=GICD_IPRIORITYR10.0`),
  },
  {
    title: 'prio change while pending: 40(p80) 41(p80) then 41->p10',
    words: `spend:40 spend:41 HPPIR prio:41=10 HPPIR ${take(3)}`,
  },
  {
    title: 'PMR masks: SPI40 p80, PMR=80 then PMR=88',
    words: `${setCpu(gic, 'PMR', '80')} spend:40 ISR IAR HPPIR ${setCpu(gic, 'PMR', '88')} ISR HPPIR
      ${take(2)}`,
  },
  {
    title: 'edge SPI ISPENDR/ICPENDR',
    words: `spend:40 state:40 «ICPENDR» cpend:40 state:40 IAR «ISPENDR» spend:40 IAR state:40
      «ISPENDR while active» spend:40 state:40 «ICPENDR» cpend:40 state:40 «ISPENDR» spend:40
      «EOI» eoi:28 state:40 ACK+EOI state:40`,
  },
  {
    title: 'level SPI (line low) ISPENDR',
    words: `level:40 spend:40 state:40 IAR state:40 eoi:28 state:40 IAR
      «ISPENDR then ICPENDR» spend:40 cpend:40 state:40 IAR`,
  },
  {
    title: 'level SPI line high + ICPENDR',
    words: `level:40 up:40 state:40 «ICPENDR» cpend:40 state:40 IAR «line low» down:40 state:40
      eoi:28 state:40 IAR`,
  },
  {
    title: 'level SPI line high + ISPENDR, line low',
    words: `level:40 up:40 spend:40 down:40 state:40 ACK+EOI state:40 ACK+EOI`,
  },
  {
    title: 'ISACTIVER on idle SPI + pend',
    words: `sact:40 state:40 spend:40 state:40 ISR HPPIR IAR «ICACTIVER» cact:40 state:40 ISR IAR
      eoi:28 state:40`,
  },
  {
    title: 'ICACTIVER while acked then EOI',
    words: `spend:40 IAR RPR cact:40 state:40 RPR spend:40 «still at running prio» IAR eoi:28 RPR
      IAR eoi:28 state:40 RPR`,
  },
  {
    title: 'ISACTIVER then EOIR without IAR',
    words: `sact:40 eoi:28 state:40 RPR`,
  },
  {
    title: 'EOI of wrong/other id',
    words: `prio:41=40 spend:40 spend:41 IAR IAR RPR «EOI 40 first» eoi:28 RPR state:40 state:41
      eoi:29 RPR state:40 state:41 «again EOI 40» eoi:28 state:40 state:41`,
  },
  {
    title: 'level SPI: line still high at EOI',
    words: `level:40 up:40 state:40 ISR IAR state:40 eoi:28 ISR IAR «line low» down:40 state:40
      eoi:28 state:40 ISR IAR`,
  },
  {
    title: 'level SPI: high -> low before IAR',
    words: `level:40 up:40 ISR down:40 ISR state:40 IAR`,
  },
  {
    title: 'level SPI: IAR, low, high, EOI',
    words: `level:40 up:40 IAR down:40 up:40 state:40 eoi:28 IAR down:40 eoi:28 state:40 IAR`,
  },
  {
    title: 'level PPI 20 line high at EOI, then lowered before EOI',
    words: `up:20 state:20 IAR state:20 eoi:14 IAR down:20 eoi:14 state:20 IAR`,
  },
  {
    // The PPI stays level-sensitive: its ICFGR ignores writes.
    title: 'edge PPI 20: two rising edges',
    words: `edge:20 up:20 down:20 up:20 state:20 ACK+EOI state:20 ACK+EOI`,
  },
  {
    title: 'edge SPI: rise; IAR; rise; EOI',
    words: `edge:40 up:40 state:40 IAR down:40 up:40 state:40 IAR eoi:28 state:40 IAR state:40
      eoi:28 state:40 IAR`,
  },
  {
    title: 'edge SPI: line held high, no second edge',
    words: `edge:40 up:40 ACK+EOI up:40 state:40 ACK+EOI`,
  },
  {
    title: 'EOImode1 level SPI, line high: IAR EOIR(drop) [line low] DIR',
    em1,
    words: `level:40 up:40 IAR RPR eoi:28 RPR state:40 IAR down:40 dir:28 state:40 IAR
      «again with line kept high» up:40 IAR eoi:28 dir:28 state:40 IAR`,
  },
  {
    title: 'EOImode1 edge: act+pend then DIR before/after',
    em1,
    words: `spend:40 IAR eoi:28 spend:40 state:40 IAR dir:28 state:40 IAR eoi:28 dir:28 state:40`,
  },
  {
    title: 'EOImode0: write DIR',
    words: `spend:40 IAR RPR dir:28 state:40 RPR eoi:28 state:40 RPR`,
  },
  {
    title: 'EOImode1: DIR before EOIR',
    em1,
    words: `spend:40 IAR dir:28 RPR state:40 eoi:28 RPR state:40`,
  },
  {
    title: 'EOImode1: DIR from the other vCPU',
    em1,
    words: `spend:40 IAR eoi:28 state:40 dir:28@1 state:40 «own» dir:28 state:40`,
  },
  {
    title: 'retarget pending edge SPI 0->1',
    words: `spend:40 ISR target:40>1 state:40 ISR ISR@1 IAR IAR@1 state:40 eoi:28@1 state:40`,
  },
  {
    title: 'retarget active SPI 0->1, re-pend, EOI on 0',
    words: `spend:40 IAR target:40>1 state:40 spend:40 state:40 ISR@1 IAR@1 «EOI@0» eoi:28 state:40
      ISR ISR@1 IAR IAR@1 eoi:28@1 state:40`,
  },
  {
    title: 'retarget active level SPI (line high) 0->1, EOI on 0',
    words: `level:40 up:40 IAR target:40>1 ISR@1 IAR@1 eoi:28 ISR ISR@1 IAR IAR@1 down:40 eoi:28@1
      state:40`,
  },
  {
    title: 'SPI retarget active 0->1, EOI on the WRONG vcpu 1',
    words: `spend:40 IAR target:40>1 eoi:28@1 state:40 RPR@1 RPR eoi:28 state:40`,
  },
  {
    title: 'disable while pending, enable',
    words: `spend:40 ISR dis:40 ISR state:40 IAR en:40 ISR ACK+EOI`,
  },
  {
    title: 'GICD_CTLR=0 while pending',
    words: `spend:40 ISR ${gate(gic, 0)} ISR state:40 IAR ${gate(gic, 1)} ISR ACK+EOI`,
  },
  {
    title: 'GICC/IGRPEN disable while pending',
    words: `spend:40 ISR ${setGroupEnable(gic, 0)} ISR HPPIR IAR ${setGroupEnable(gic, 1)} ISR
      ACK+EOI`,
  },
];

const v2: KvmScenario[] = [
  {
    title: 'ids',
    words: `rd:CTLR=GICD_CTLR rd:TYPER=GICD_TYPER rd:IIDR=GICD_IIDR rd:IGROUPR0=GICD_IGROUPR0
      rd:IGROUPR1=GICD_IGROUPR1 rd:ICFGR0=GICD_ICFGR0 rd:ICFGR1=GICD_ICFGR1 rd:ICFGR2=GICD_ICFGR2
      leave:GICC_IIDR rd:GICC_CTLR rd:GICC_PMR rd:GICC_BPR rd:ITARGETSR0=GICD_ITARGETSR0
      rd:ITARGETSR0=GICD_ITARGETSR0@1`,
    left: 'GICC_IIDR identifies the hardware and is not in the register table',
  },
  {
    title: 'SGI via ISPENDR0/ICPENDR0',
    words: `spend:3 state:3 ACK+EOI sgi:3 state:3 cpend:3 state:3 ACK+EOI`,
  },
  {
    title: 'SPENDSGIR/CPENDSGIR',
    words: `wr:GICD_SPENDSGIR0.3=3 rd:SPENDSGIR.3=GICD_SPENDSGIR0.3 state:3 IAR
      rd:SPENDSGIR.3=GICD_SPENDSGIR0.3 state:3 IAR eoi:3 IAR IAR eoi:403 wr:GICD_SPENDSGIR0.3=3
      wr:GICD_CPENDSGIR0.3=1 rd:CPENDSGIR.3=GICD_CPENDSGIR0.3 ACK+EOI ACK+EOI`,
  },
  {
    title: 'SGI 5 from cpu1 then cpu0, to cpu0',
    words: `sgi:5>0@1 sgi:5>0 rd:SPENDSGIR.5=GICD_SPENDSGIR1.1 IAR rd:SPENDSGIR.5=GICD_SPENDSGIR1.1
      state:5 «EOI w/o src» eoi:5 IAR eoi:405 IAR`,
  },
  {
    title: 'ITARGETSR=3 (both)',
    words: `wr:GICD_ITARGETSR10.0=3 rd:ITARGETSR=GICD_ITARGETSR10.0 spend:40 ISR ISR@1 IAR@1 IAR`,
  },
  {
    title: 'ITARGETSR=0 then 1',
    words: `wr:GICD_ITARGETSR10.0=0 rd:ITARGETSR=GICD_ITARGETSR10.0 spend:40 state:40 ISR ISR@1 IAR
      wr:GICD_ITARGETSR10.0=1 ISR IAR`,
  },
  {
    title: 'ITARGETSR=0x82',
    words: `wr:GICD_ITARGETSR10.0=82 rd:ITARGETSR=GICD_ITARGETSR10.0`,
  },
  {
    title: 'level SPI line high: guest vs userspace view',
    words: `level:40 up:40 pend:40 leave:user.ISPENDR1 «+ISPENDR» spend:40 pend:40
      leave:user.ISPENDR1 «line low» down:40 pend:40 leave:user.ISPENDR1`,
    left: 'the registers as user space reads them are not part of the model',
  },
  {
    title: 'reserved reads/writes',
    words: `raw:GICD+0xd0=GICD+0xd0/4 raw:GICD_8bit_CTLR=GICD+0x0/1
      raw:GICD_16bit_ISENABLER=GICD+0x100/2 leave:GICD_64bit_IROUTER/TARGET!status
      raw:GICD_64bit_IROUTER/TARGET=GICD+0x800/8 raw:unaligned_IPRIORITYR_word_+2=GICD+0x402/4
      raw:GICC+0x40=GICC+0x40/4 raw:GICC_APR0=GICC+0xd0/4 rd:GICC_ABPR rd:GICC_AIAR`,
    left: 'the status tells that the access left the kernel; the guest sees the value',
  },
  {
    title: 'GICv2 groups: IGROUPR1 40=1',
    words: `wr:GICD_IGROUPR1=100 rd:IGROUPR1=GICD_IGROUPR1 spend:40 ISR HPPIR IAR «CTLR=3»
      wr:GICD_CTLR=3 rd:CTLR=GICD_CTLR ISR «GICC_CTLR=3» wr:GICC_CTLR=3 rd:GICC_CTLR ISR HPPIR IAR
      rd:AIAR=GICC_AIAR state:40 «GICC_CTLR=7 AckCtl» wr:GICC_CTLR=7 rd:GICC_CTLR IAR eoi:28
      state:40`,
  },
];

const v3: KvmScenario[] = [
  {
    title: 'ids',
    words: `rd:CTLR=GICD_CTLR rd:TYPER=GICD_TYPER rd:IIDR=GICD_IIDR rd:IGROUPR0=GICR_IGROUPR0
      rd:IGROUPR1=GICD_IGROUPR1 rd:ICFGR0=GICR_ICFGR0 rd:ICFGR1=GICR_ICFGR1 rd:ICFGR2=GICD_ICFGR2
      rd:ICC_CTLR=ICC_CTLR_EL1 rd:PMR=ICC_PMR_EL1 rd:BPR1=ICC_BPR1_EL1 rd:BPR0=ICC_BPR0_EL1
      rd:SRE=ICC_SRE_EL1`,
  },
  {
    title: 'SGI via ISPENDR0/ICPENDR0',
    words: `spend:3 state:3 ACK+EOI sgi:3 state:3 cpend:3 state:3 ACK+EOI`,
  },
  {
    title: 'SGI 5 from cpu1 then cpu0, to cpu0 (collapse)',
    words: `sgi:5>0@1 sgi:5>0 state:5 IAR state:5 eoi:5 IAR`,
  },
  {
    title: 'IROUTER unknown affinity then 0',
    words: `wr:GICD_IROUTER40=7 rd:IROUTER=GICD_IROUTER40 spend:40 state:40 ISR ISR@1
      wr:GICD_IROUTER40=0 ISR IAR`,
  },
  {
    title: 'IROUTER IRM=1',
    words: `wr:GICD_IROUTER40=80000000 rd:IROUTER=GICD_IROUTER40 spend:40 ISR ISR@1 IAR IAR@1`,
  },
  {
    title: 'level SPI line high: guest vs userspace view',
    words: `level:40 up:40 pend:40 leave:user.ISPENDR1 leave:LEVEL_INFO «+ISPENDR» spend:40 pend:40
      leave:user.ISPENDR1 «line low» down:40 pend:40 leave:user.ISPENDR1`,
    left: 'the registers as user space reads them are not part of the model',
  },
  {
    title: 'reserved reads/writes',
    words: `raw:GICD+0xd0=GICD+0xd0/4 raw:GICD_8bit_CTLR=GICD+0x0/1
      raw:GICD_16bit_ISENABLER=GICD+0x104/2 raw:GICD_64bit_IROUTER/TARGET=GICD+0x6140/8
      raw:unaligned_IPRIORITYR_word_+2=GICD+0x42a/4`,
  },
  {
    title: 'v3 group0 SGI/SPI',
    words: `wr:GICD_IGROUPR1=0 rd:IGROUPR1=GICD_IGROUPR1 spend:40 ISR IAR IAR0
      «IGRPEN0=1, CTLR grp0» wr:ICC_IGRPEN0_EL1=1 wr:GICD_CTLR=13 rd:CTLR=GICD_CTLR ISR HPPIR HPPIR0
      IAR0 eoi0:28 state:40`,
  },
];

/** Lines that are left out whole, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'PPI 27 (vtimer owned) KVM_IRQ_LINE':
    'timer ownership and errors of the user-space interface, which the model has not',
};

export const kvmScenarios = (gic: 2 | 3): KvmScenario[] => [...both(gic), ...(gic === 2 ? v2 : v3)];

function take(count: number): string {
  return times(count, () => 'ACK+EOI');
}

function hex(value: number): string {
  return value.toString(16);
}
