import { meet, spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';
import { settled } from './check';
import { violation } from './coverage';

/** MPU-X-041, MPU-P-002: after booting nothing covers init text and init data. */
export const initGone: Check = (subject) => {
  const boot = settled(subject).find(({ name }) => name === 'boot');
  if (!boot) return [];
  const requirement = subject.design === 'upstream' ? 'MPU-X-041' : 'MPU-P-002';
  return placedAs(subject.board, 'section')
    .filter(({ name }) => name === 'initText' || name === 'initData')
    .flatMap((section) => {
      const left = boot.regions.find((region) => meet(region, section));
      if (!left) return [];
      const message = `boot: region ${left.index} (${spanText(left)}) still covers ${section.name}`;
      return [violation(requirement, message, [section.where])];
    });
};
