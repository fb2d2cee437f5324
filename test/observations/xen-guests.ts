import type { XenScenario } from './xen-words';

const reads = true;

/** `two-vcpus` files. The target register of an SPI is ITARGETSR or IROUTER. */
export const twoVcpus = (gic: 2 | 3): XenScenario[] => {
  const target = gic === 2 ? 'rd:GICD_ITARGETSR50.0' : 'rd:GICD_IROUTER200';
  const target34 = gic === 2 ? 'rd:GICD_ITARGETSR8.2' : 'rd:GICD_IROUTER34';
  return [
    { label: 'S1 c0', words: `| sgi:4>1 | bar@1 ISR@1 IAR@1 eoi:4@1 IAR@1` },
    { label: 'S2 c1', words: `| sgi:4>0@1 | bar ISR IAR eoi:4 IAR eoi:4 IAR` },
    { label: 'S3 same SGI5', words: `| sgi:5>0@1 | sgi:5>0 bar IAR eoi:5 IAR eoi:5 IAR` },
    { label: 'S4 SGI6 others', words: `| sgi:6>others IAR | bar@1 IAR@1 eoi:6@1` },
    { label: 'S5 SGI to both', words: `| sgi:7>0,1 bar IAR eoi:7 | bar@1 IAR@1 eoi:7@1` },
    {
      label: 'M1 virt SPI',
      words: `| ~en:200 spend:200 target:200>1 ${target} bar ISR | bar@1 ISR@1 IAR@1
        | IAR eoi:c8 bar IAR`,
    },
    {
      label: 'M2 now pend again',
      after: ['M1 virt SPI'],
      words: `| spend:200 | bar@1 ISR@1 IAR@1 eoi:c8@1 bar@1 IAR@1`,
    },
    {
      label: 'M3 active on c0',
      after: ['M1 virt SPI', 'M2 now pend again'],
      words: `| ~target:200>0 spend:200 IAR target:200>1 spend:200 | bar@1 ISR@1 IAR@1
        | eoi:c8 bar IAR | bar@1 ISR@1 IAR@1`,
    },
    {
      label: 'M4 pend while disabled',
      after: ['M1 virt SPI', 'M2 now pend again', 'M3 active on c0'],
      words: `| ~eoi:c8 ~bar ~dis:200 ~target:200>0 spend:200 target:200>1 en:200 bar ISR IAR
        | bar@1 ISR@1 IAR@1`,
    },
    {
      label: 'after cleanup',
      after: ['M1 virt SPI', 'M2 now pend again', 'M3 active on c0', 'M4 pend while disabled'],
      words: `| ~eoi:c8@1 IAR | IAR@1`,
    },
    {
      label: 'H1 hw SPI34',
      words: `| target:34>0 up:34 bar target:34>1 ${target34} ISR | bar@1 ISR@1 IAR@1
        | IAR eoi:22 bar ISR IAR`,
    },
    {
      label: 'H1b after EOI',
      after: ['H1 hw SPI34'],
      words: `| up:34 bar@1 ISR@1 IAR@1 down:34 eoi:22@1 bar@1 IAR@1 | bar IAR`,
    },
    {
      label: 'H2 hw active',
      words: `| target:34>0 up:34 IAR target:34>1 ${target34} target:34>0 ${target34} down:34 eoi:22
        bar IAR | bar@1 IAR@1`,
    },
  ];
};

/** `timers-hw-spis` files: SPI 34 has a physical source. Setup gives it vCPU 0 and enables it. */
export const hardwareOfBoth: XenScenario[] = [
  { label: 'R2 SPI34', reads, words: `up:34 down:34 ISR IAR eoi:22 ISR IAR` },
  { label: 'R3 SPI34', reads, words: `dis:34 up:34 ISR en:34 ISR IAR down:34 eoi:22 IAR` },
  { label: 'R4 ISPENDR', reads, words: `spend:34 ISR IAR eoi:22 IAR` },
  {
    label: 'R5 edge',
    reads,
    words: `dis:34 wr:GICD_ICFGR2=20 en:34 up:34 IAR eoi:22 IAR down:34 up:34 IAR eoi:22 IAR down:34
      rd:GICD_ICFGR2`,
  },
  { label: 'R9 hw SPI34', reads, words: `up:34 ISR down:34 dis:34 IAR eoi:22 IAR` },
];

export const hardwareOfV3: XenScenario[] = [
  { label: 'R1 SPI34', reads, words: `up:34 ISR HPPIR IAR eoi:22 ISR IAR down:34 eoi:22 ISR IAR` },
  {
    label: 'R6 edge',
    reads,
    words: `dis:34 wr:GICD_ICFGR2=20 en:34 up:34 IAR down:34 up:34 eoi:22 IAR eoi:22 IAR`,
  },
  {
    label: 'R7 ISPENDR',
    reads,
    words: `dis:34 wr:GICD_ICFGR2=20 en:34 up:34 IAR spend:34 eoi:22 IAR eoi:22 IAR`,
  },
  { label: 'R8 ISPENDR', reads, words: `spend:34 IAR spend:34 eoi:22 IAR eoi:22 IAR` },
];

/** `xen-quirks`: lines about the CPU interface and software interrupts. */
export const quirksOfV2: XenScenario[] = [
  { label: 'WFI with pending SGI', words: `sgi:5 wfi IAR eoi:5` },
  { label: 'EOI garbage', words: `eoi:5 eoi:3ff eoi:7d0 IAR` },
  {
    label: 'GICC: rd all',
    words: `rd:GICC_CTLR rd:GICC_PMR rd:GICC_BPR IAR RPR HPPIR rd:GICC_ABPR rd:GICC_AIAR
      raw:GICC+0x24/4 rd:GICC_AHPPIR raw:GICC+0xd0/4 leave raw:GICC+0x1000/4`,
    left: 'GICC_IIDR identifies the hardware and is not in the register table',
  },
  {
    label: 'GICC EOImode=1',
    words: `wr:GICC_CTLR=201 rd:GICC_CTLR sgi:5 IAR eoi:5 RPR sgi:5 IAR dir:5 IAR eoi:5 dir:5
      wr:GICC_CTLR=1`,
  },
  {
    label: 'GICC_CTLR=0 then SGI',
    words: `wr:GICC_CTLR=0 sgi:5 ISR IAR wr:GICC_CTLR=1 ISR IAR eoi:5`,
  },
  { label: 'GICC AHPPIR/AIAR', words: `sgi:5 rd:GICC_AIAR IAR eoi:5` },
];

export const quirksOfV3: XenScenario[] = [
  { label: 'WFI with pending SGI', words: `sgi:5 wfi IAR eoi:5` },
  { label: 'EOI garbage', words: `eoi:5 eoi:3ff eoi:7d0 IAR` },
  { label: 'read beyond GICD page', words: `raw:GICD+0x1000/4 raw:GICD+0xfffc/4` },
  {
    label: 'ICC regs',
    words: `IAR0 HPPIR0 rd:ICC_BPR0_EL1 rd:ICC_AP0R0_EL1 rd:ICC_AP1R0_EL1 rd:ICC_IGRPEN0_EL1
      rd:ICC_SRE_EL1 wr:ICC_SRE_EL1=0 rd:ICC_SRE_EL1 wr:ICC_CTLR_EL1=ffffffff rd:ICC_CTLR_EL1
      wr:ICC_CTLR_EL1=0`,
  },
  {
    label: 'EOImode=1',
    words: `wr:ICC_CTLR_EL1=2 sgi:5 IAR eoi:5 RPR sgi:5 IAR dir:5 IAR eoi:5 dir:5 wr:ICC_CTLR_EL1=0`,
  },
  {
    label: 'IGRPEN1=0 then SGI',
    words: `wr:ICC_IGRPEN1_EL1=0 sgi:5 ISR IAR wr:ICC_IGRPEN1_EL1=1 ISR IAR eoi:5`,
  },
  {
    label: 'GICR: WAKER w/r',
    words: `wr:GICR_WAKER=0 rd:GICR_WAKER leave leave raw:GICR+0x8/4 leave leave rd:GICR_PIDR2
      leave leave leave leave leave`,
    left: 'LPI and MSI registers are not in the register table',
  },
];
