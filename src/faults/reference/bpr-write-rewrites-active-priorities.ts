import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'bpr-write-rewrites-active-priorities',
  title: 'A write to BPR0 rounds the active priorities to the new split.',
  caughtBy: ['GIC-CPU-013'],
  override(gic) {
    for (const { priority } of [...gic.cpus, ...gic.virtual]) {
      overrideMethod(priority, 'writeBpr0', (original) => (value) => {
        original(value);
        for (const stack of [priority.active0, priority.active1]) {
          const levels = stack[0];
          stack[0] = 0;
          for (let bits = levels; bits !== 0; bits &= bits - 1) {
            const level = 31 - Math.clz32(bits & -bits);
            stack[0] |= 1 << (level & ~((1 << Math.max(0, priority.bpr0 - 2)) - 1));
          }
        }
        priority.running = priority.highestActive();
      });
    }
  },
});
