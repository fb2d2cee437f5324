import type { Step } from '../../../models/contract/workload';
import { Batch, Operation } from '../../../src/targets/mailbox';
import { Plan } from '../../../src/targets/plan';
import {
  driveGpio,
  GPIO_INTID,
  nudgeDistributor,
  prepareDevices,
} from '../../../src/targets/xen-devices';
import { encode } from '../../../src/workload/encode';
import { machine, workload } from '../support';
import { surroundings } from './probe-emulator';

const GPIOIE = 0x09030410;
const RTCIMSC = 0x09010010;
const TYPER = 0x08000004;

/** `cpu address value` of what is written, `cpu exit` of reads of GICD_TYPER, the rest by its code. */
function told({ words, length }: Batch): string[] {
  return Array.from({ length }, (_, n) => {
    const [first, address, value] = words.subarray(n * 4, n * 4 + 3);
    const cpu = (first >>> 8) & 0xff;
    const code = first & 0x3f;
    if (code === Operation.Write) return `${cpu} ${address.toString(16)} ${value}`;
    if (code === Operation.Read && address === TYPER) return `${cpu} exit`;
    return code === Operation.Lines ? `${cpu} runs` : `${cpu} code ${code}`;
  });
}

describe('the devices of the domain', () => {
  it('are a line that is the mask of an interrupt', () => {
    const batch = new Batch();

    driveGpio(batch, true);
    driveGpio(batch, false);

    expect(told(batch)).toEqual([`0 ${GPIOIE.toString(16)} 1`, `0 ${GPIOIE.toString(16)} 0`]);
  });

  it('are prepared with the line low', () => {
    const batch = new Batch();

    prepareDevices(batch);

    const writes = told(batch);
    expect(writes).toContain(`0 ${GPIOIE.toString(16)} 0`);
    expect(writes).toContain('0 9030404 1');
    expect(writes).not.toContain(`0 ${GPIOIE.toString(16)} 1`);
  });

  it('make the GIC look at its inputs before anybody exits, where it has to be made to', () => {
    const steps: Step[] = [
      { step: 'eoi', vcpu: 1, interface: 'cpu' },
      { step: 'raise', intid: GPIO_INTID },
    ];
    const given = workload(machine(2, { level: [39], hardware: [39] }), steps);
    const batch = new Batch();
    const around = surroundings({
      pace: 'resident',
      setLine: (to, _intid, _vcpu, high) => driveGpio(to, high),
      nudge: nudgeDistributor,
    });

    new Plan(around, encode(given), batch);

    const nudge = [`0 ${RTCIMSC.toString(16)} 1`, `0 ${RTCIMSC.toString(16)} 0`];
    expect(told(batch)).toEqual([
      ...[`0 code ${Operation.Clear}`],
      ...[`1 code ${Operation.End}`, ...nudge, '0 exit', '1 exit', '0 runs'],
      ...[`0 ${GPIOIE.toString(16)} 1`, '1 exit', '0 exit', '1 runs'],
    ]);
  });
});
