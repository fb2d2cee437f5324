import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'bpr1-hides-common-binary-point',
  title: 'With CBPR 1, BPR1 still reads what was stored in it.',
  caughtBy: ['GIC-CPU-011'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'readBpr1', () => () => priority.bpr1);
    }
  },
});
