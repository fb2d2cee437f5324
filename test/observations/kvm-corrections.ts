import type { KvmScenario } from './kvm-words';
import { em1, gate, setCpu, times } from './kvm-words';

/** Kernels a trace was run on: GICv2 or GICv3, 6.1 (old rules) or 7.2.12 (new rules). */
export type Configuration = 'v2 6.1' | 'v3 6.1' | 'v2 7.2' | 'v3 7.2';

/**
 * Traces of the KVM digest's corrections, with the values that the real kernels gave. A trapped read
 * of GICD_TYPER follows every guest operation.
 */
export interface Correction extends KvmScenario {
  /** Values in order, hexadecimal, by configuration. */
  shows: Partial<Record<Configuration, string>>;
}

const v2 = (value: string): Correction['shows'] => ({ 'v2 6.1': value, 'v2 7.2': value });
const v3 = (value: string): Correction['shows'] => ({ 'v3 6.1': value, 'v3 7.2': value });
const all = (value: string): Correction['shows'] => ({ ...v2(value), ...v3(value) });
const new72 = (value: string): Correction['shows'] => ({ 'v2 7.2': value, 'v3 7.2': value });

const overflowing = 'prio:5=0 sgi:0 sgi:1 sgi:2 sgi:3 sgi:5';
const fourPending = times(4, (i) => `prio:${44 + i}=f0 spend:${44 + i}`);
const activateTwice = 'level:34 target:34>1 up:34 IAR@1 eoi:22@1 dir:22@1 IAR@1 eoi:22@1';

export const corrections: Correction[] = [
  { title: 'C1 HPPIR without source', words: `sgi:2>1@1 HPPIR@1`, shows: v2('2') },
  {
    title: 'C2 HPPIR and PMR',
    words: `prio:3=f8@1 sgi:3>1@1 HPPIR@1`,
    shows: { ...v2('3ff'), ...v3('3') },
  },
  {
    title: 'C3 EOIR ignores the CPUID',
    words: `sgi:1 sgi:1>0@1 IAR eoi:401 act:1 IAR`,
    shows: v2('1 0 401'),
  },
  {
    title: 'C4 EOIR without a running priority',
    words: `sact:40 eoi:28 act:40`,
    shows: { ...v2('0'), ...v3('1') },
  },
  {
    title: 'C5 drop alone deactivates a spilled interrupt',
    em1,
    words: `${overflowing} IAR eoi:5 act:5`,
    shows: { ...all('5 1'), 'v3 7.2': '5 0' },
  },
  {
    title: 'C5 and a level interrupt comes again',
    em1,
    words: `level:34 prio:34=0 up:34 sgi:0 sgi:1 sgi:2 sgi:3 IAR eoi:22 IAR`,
    shows: { ...all('22 0'), 'v3 7.2': '22 22' },
  },
  {
    title: 'C6 IPRIORITYR of an active interrupt',
    words: `spend:40 IAR prio:40=40 eoi:28 RPR act:40 spend:40 IAR`,
    shows: v3('28 ff 1 3ff'),
  },
  {
    title: 'C6 IPRIORITYR of an active interrupt, GICv2',
    words: `spend:40 IAR prio:40=40 eoi:28 act:40`,
    shows: v2('28 0'),
  },
  {
    title: 'C6 BPR1 between IAR and EOIR',
    words: `prio:0=98 sgi:0 IAR wr:ICC_BPR1_EL1=4 eoi:0 act:0`,
    shows: v3('0 1'),
  },
  {
    title: 'C7 the running priority is masked as well',
    words: `prio:40=c0 prio:41=80 spend:40 IAR ${setCpu(3, 'BPR', '7')} spend:41 IAR RPR`,
    shows: v3('28 3ff c0'),
  },
  {
    title: 'C7 BPR after IAR does not count',
    words: `prio:40=80 spend:40 IAR ${setCpu(2, 'BPR', '7')} prio:41=60 spend:41 IAR`,
    shows: v2('28 29'),
  },
  {
    title: 'C7 BPR before IAR does',
    words: `${setCpu(2, 'BPR', '7')} prio:40=80 prio:41=10 spend:40 IAR RPR spend:41 ISR`,
    shows: v2('28 0 0'),
  },
  {
    title: 'C9 SPIs are edge',
    words: `rd:ICFGR2=GICD_ICFGR2 up:33 down:33 pend:33`,
    shows: all('aaaaaaaa 1'),
  },
  {
    title: 'C10 an edge records no level',
    words: `up:43 cpend:43 level:43 pend:43`,
    shows: all('0'),
  },
  {
    title: 'C11 active entries keep the order of the list',
    words: `prio:1=10@1 prio:2=58@1 sact:20@1 sact:2@1 sgi:1>1@1 sgi:2>0,1 IAR@1`,
    shows: { 'v2 6.1': '401' },
  },
  {
    title: 'C12 DIR compares the CPUID',
    em1,
    words: `sgi:1 IAR dir:401 act:1 dir:1 act:1`,
    shows: { 'v2 6.1': '1 0 0', 'v2 7.2': '1 1 0' },
  },
  {
    title: 'C12 ISACTIVER makes the writer the source',
    em1,
    words: `sact:1@1 dir:1@1 act:1@1 dir:401@1 act:1@1`,
    shows: { 'v2 7.2': '1 0' },
  },
  {
    title: 'C13 a running SGI with a second request blocks',
    words: `prio:1=0 sgi:1 sgi:1>0@1 spend:34 IAR eoi:28 HPPIR IAR`,
    shows: { 'v2 6.1': '1 3ff 3ff', 'v2 7.2': '1 22 22' },
  },
  {
    title: 'C13 between EOIR and DIR',
    em1,
    words: `sgi:1 sgi:1>0@1 prio:1=0 spend:34 IAR eoi:1 IAR dir:1 IAR`,
    shows: { 'v2 6.1': '1 3ff 401' },
  },
  {
    title: 'C13 a second request of the same source',
    words: `prio:6=28 sgi:6>0@1 spend:35 IAR sgi:6>0@1 HPPIR`,
    shows: { 'v2 6.1': '406 3ff' },
  },
  {
    title: 'C14 first activation, DIR from the other vCPU',
    em1,
    words: `level:34 target:34>1 up:34 IAR@1 eoi:22@1 dir:22 act:34`,
    shows: { 'v3 7.2': '22 0' },
  },
  {
    title: 'C14 second activation of a level SPI that stays high',
    em1,
    words: `${activateTwice} dir:22 act:34`,
    shows: { 'v3 7.2': '22 22 1', 'v2 7.2': '22 22 0' },
  },
  {
    title: 'C14 another SPI is queued meanwhile',
    em1,
    words: `${activateTwice} spend:35 dir:22 act:34`,
    shows: { 'v3 7.2': '22 22 0' },
  },
  {
    title: 'C14 an edge SPI was handled before',
    em1,
    words: `spend:40 IAR eoi:28 dir:28 ${activateTwice} dir:22 act:34`,
    shows: { 'v3 7.2': '28 22 22 0' },
  },
  {
    title: 'C15 entries count once, and only an overflow sorts',
    words: `level:43 level:42 up:43 up:42 sgi:0>0,1@1 IAR sact:34 eoi:2b IAR`,
    shows: { 'v3 7.2': '2b 2b' },
  },
  {
    title: 'C17 K-D4, IPRIORITYR of the innermost',
    words: `${times(6, (i) => `prio:${i}=${6 - i}0 sgi:${i} IAR`)} prio:5=70 eoi:5
      ${times(6, (i) => `act:${i}`)}`,
    shows: new72('0 1 2 3 4 5 0 1 1 1 1 1'),
  },
  {
    title: 'C18 K-D5, activated by ISACTIVER',
    words: `${fourPending} prio:0=60 prio:1=20 prio:41=10 sgi:0 IAR sgi:1 IAR sact:41 eoi:1
      act:0 act:1 act:41`,
    shows: new72('0 1 1 1 0'),
  },
  {
    title: 'C18 an EOIR that misses deactivates the first spilled entry',
    words: `${fourPending} prio:0=60 sgi:0 IAR eoi:28 act:0`,
    shows: new72('0 0'),
  },
  {
    title: 'C19 IGROUPR queues',
    words: `spend:33 ${gate(3, 0)} ${gate(3, 1)} wr:GICD_IGROUPR1=ffffffff IAR`,
    shows: v3('21'),
  },
  {
    title: 'C20 ICACTIVER keeps the latch',
    words: `level:34 spend:34 IAR cact:34 pend:34`,
    shows: all('22 1'),
  },
];
