import { holdsAtStake, Verdict } from '../../requirement';
import { mayChangeEl1 } from '../el1-switch';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-A-033',
  title: 'While a vCPU runs, no region that another vCPU enabled at EL1 is enabled',
  source: 'Derived from MPU-A-030',
  formats: [32, 64],
  designs: ['upstream', '2023'],
  on: 'step',
  check(m, account) {
    const { running, runsPmsa, guests, el1 } = account;
    if (!running || !runsPmsa) return Verdict.NotConcerned;
    const own = account.guest(running);
    if (own.unknown) return Verdict.NotConcerned;
    const foreign = [...guests.values()]
      .filter((guest) => guest !== own)
      .flatMap(({ mpu }) => mpu.enabled());
    if (foreign.length === 0) return Verdict.NotConcerned;
    const strangers = el1.enabled().filter(({ index, base, limit }) => {
      const mine = own.mpu.region(index);
      return !mine.enabled || mine.base !== base || mine.limit !== limit;
    });
    const isForeign = strangers.some(({ index, base, limit }) =>
      foreign.some(
        (other) =>
          other.limit === limit &&
          // PRLAR alone enables it, whatever base it has.
          (other.base === base || (other.index === index && !own.mpu.isEnabled(index))),
      ),
    );
    return holdsAtStake(!isForeign, mayChangeEl1(m, account));
  },
});
