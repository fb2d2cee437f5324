import { fault, overrideMethod } from '../fault';

export default fault({
  id: 'ipriorityr-is-big-endian',
  title: 'A word of IPRIORITYR reads the lowest interrupt in the highest byte.',
  caughtBy: ['GIC-DIST-007'],
  override(gic) {
    const { interruptRegisters } = gic;
    overrideMethod(interruptRegisters, 'readIpriorityr', () => (word, quarter) => {
      let value = 0;
      for (let byte = 0; byte < 4; byte++) {
        value = (value << 8) | interruptRegisters.readPriorityByte(word, quarter * 4 + byte);
      }
      return value;
    });
  },
});
