import type { MpuSection } from '../../../models/contract/mpu-layout';
import { placedAs } from '../board';
import type { Check } from './check';
import { settled } from './check';
import { lacking, violation } from './coverage';

/** What Xen does with each section while it runs. */
const needs: Partial<Record<MpuSection, string>> = {
  text: 'rx',
  rodata: 'r',
  roAfterInit: 'r',
  data: 'rw',
  bss: 'rw',
};

/** MPU-A-025: Xen's code, data and heap are each covered by one region that allows what Xen does. */
export const xenCovered: Check = (subject) =>
  settled(subject).flatMap(({ name, regions }) => {
    const heap = placedAs(subject.board, 'static-heap').slice(0, 1);
    return [...placedAs(subject.board, 'section'), ...heap].flatMap((placed) => {
      const allows = placed.kind === 'static-heap' ? 'rw' : needs[placed.name as MpuSection];
      if (!allows || placed.start === placed.end) return [];
      const lack = lacking(placed, regions, 'el2', allows);
      if (!lack) return [];
      return [violation('MPU-A-025', `${name}: ${placed.name} of Xen: ${lack}`, [placed.where])];
    });
  });
