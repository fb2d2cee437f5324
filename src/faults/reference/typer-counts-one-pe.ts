import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'typer-counts-one-pe',
  title: 'GICD_TYPER.CPUNumber is 0 however many PEs there are.',
  caughtBy: ['GIC-DIST-016', 'GIC-DIST-014'],
  override(gic) {
    overrideMethod(
      gic.distributor,
      'readTyper',
      (original) => () => (gic.version === 2 ? original() & ~(7 << 5) : original()),
    );
  },
});
