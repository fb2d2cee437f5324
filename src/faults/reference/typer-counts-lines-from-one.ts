import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'typer-counts-lines-from-one',
  title: 'GICD_TYPER.ITLinesNumber counts the private interrupts as well.',
  caughtBy: ['GIC-DIST-014', 'GIC-DIST-015'],
  override(gic) {
    overrideMethod(gic.distributor, 'readTyper', (original) => () => original() + 1);
  },
});
