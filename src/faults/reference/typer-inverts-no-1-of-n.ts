import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'typer-inverts-no-1-of-n',
  title: 'GICD_TYPER.No1N is 1 where 1-of-N is supported.',
  caughtBy: ['GIC-DIST-015'],
  override(gic) {
    overrideMethod(
      gic.distributor,
      'readTyper',
      (original) => () => (gic.version === 3 ? original() ^ (1 << 25) : original()),
    );
  },
});
