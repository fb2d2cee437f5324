import { hardwareOfBoth, hardwareOfV3, quirksOfV2, quirksOfV3, twoVcpus } from './xen-guests';
import { registersOfBoth, registersOfV2, registersOfV3 } from './xen-registers';
import type { XenScenario } from './xen-words';

const HARDWARE = 'a physical interrupt source: what the device did in between is not recorded';
const REFIRE =
  "QEMU's GICv2 does not signal a line again that is still high, or rose meanwhile (V9)";
const TIME = 'depends on real time';

/** Lines that are left out whole (by the beginning of their label), and why. */
export const leftOutOfXen: Readonly<Record<string, string>> = {
  'CPU_ON ret': 'the start of the second vCPU; the model starts with both',
  'cpu1 up after': TIME,
  'R1 SPI34 level up': REFIRE,
  'R6 edge: 2nd edge': REFIRE,
  'R7 ISPENDR on hw SPI': REFIRE,
  'R8 ISPENDR on hw SPI': REFIRE,
  'R0 RTC': 'registers of the device',
  'RIS latched': 'registers of the device',
  'G1 PL061': 'registers of the device',
  'G2 SPI39': HARDWARE,
  'T1 ': TIME,
  'T2 ': TIME,
  'T3 ': TIME,
  'T4 ': TIME,
  'T5 ': TIME,
  'P1 ': TIME,
  'P2 ': TIME,
  '2-cpu sync step cost': TIME,
  'IRQWIN: 5 SGIs': 'takes interrupts as exceptions; the priorities are not recorded',
  'irqlog ': 'takes interrupts as exceptions; the priorities are not recorded',
  'IRQWIN none': 'takes interrupts as exceptions',
  'WFI until vtimer': TIME,
  'read unmapped': 'no address of the GIC',
  'read beyond GICD page (0x1000 in v2)': 'GICv2: no address of the GIC',
  'Q1 ': HARDWARE,
  'Q2 ': HARDWARE,
  'Q3 ': HARDWARE,
  'QMP system_powerdown': HARDWARE,
  'UART1 at': 'no address of the GIC',
};

/** By the name of the file. */
export type Part = 'registers' | 'two-vcpus' | 'timers-hw-spis' | 'quirks';

export function xenScenarios(gic: 2 | 3, part: Part): XenScenario[] {
  switch (part) {
    case 'registers':
      return [...registersOfBoth(gic), ...(gic === 2 ? registersOfV2 : registersOfV3)];
    case 'two-vcpus':
      return twoVcpus(gic);
    case 'timers-hw-spis':
      return [...hardwareOfBoth, ...(gic === 3 ? hardwareOfV3 : [])];
    case 'quirks':
      return gic === 2 ? quirksOfV2 : quirksOfV3;
  }
}
