import type { Batch } from './mailbox';
import { Operation, SYSTEM } from './mailbox';

/** Devices of QEMU's `virt` whose interrupt the probe can hold high and low (hw/arm/virt.c). */
const UART = 0x09000000;
const RTC = 0x09010000;
const GPIO = 0x09030000;
const uart = { DR: UART, IMSC: UART + 0x38 };
const rtc = { DR: RTC, MR: RTC + 4, IMSC: RTC + 0x10 };
const gpio = { IS: GPIO + 0x404, IEV: GPIO + 0x40c, IE: GPIO + 0x410 };

/** UARTIMSC.TXIM: the transmitter of an idle UART wants to send, once it has sent something. */
const TXIM = 1 << 5;

/** SPIs by INTID: the register that lets the interrupt out, and the value that does. */
const switches: Record<number, readonly [address: number, value: number]> = {
  33: [uart.IMSC, TXIM],
  34: [rtc.IMSC, 1],
  39: [gpio.IE, 1],
};

/** PPIs by INTID: number of the control register of a timer; its compare register follows. */
const timers: Record<number, number> = {
  // EL1's physical, EL1's virtual, EL2's physical.
  30: 257,
  27: 259,
  26: 261,
};
/** CNT*_CTL: ENABLE, IMASK. */
const TIMER_HIGH = 1;
const TIMER_LOW = 3;

/** The maintenance interrupt is wired to this PPI. */
export const MAINTENANCE_PPI = 25;

/** INTIDs of the inputs that can be driven. */
export const inputs: readonly number[] = [...Object.keys(timers), ...Object.keys(switches)]
  .map(Number)
  .sort((a, b) => a - b);

/** Drives the input of an SPI, or of the PPI of one vCPU. */
export function setLine(batch: Batch, intid: number, vcpu: number, high: boolean): void {
  const timer = timers[intid];
  if (timer !== undefined) {
    batch.add(Operation.Write | SYSTEM, vcpu, timer, 0, high ? TIMER_HIGH : TIMER_LOW);
    return;
  }
  const [address, value] = switches[intid] ?? [];
  if (address !== undefined) batch.add(Operation.Write, 0, 4, address, high ? value : 0);
}

/** All inputs low. */
export function lowerAll(batch: Batch, vcpus: number): void {
  for (const intid of inputs) {
    for (let v = 0; v < (intid < 32 ? vcpus : 1); v++) setLine(batch, intid, v, false);
  }
}

/** Brings the devices to where they would interrupt if they were let. */
export function prepareDevices(batch: Batch, vcpus: number): void {
  const write = (address: number, value: number): void => {
    batch.add(Operation.Write, 0, 4, address, value);
  };
  // The lowest input of the GPIO is low, and low is what interrupts.
  write(gpio.IS, 1);
  write(gpio.IEV, 0);
  write(uart.DR, 0x20);
  // An alarm at the present second is due at once; the second may end in between.
  for (let n = 0; n < 3; n++) {
    batch.add(Operation.Save, 0, 4, rtc.DR);
    batch.add(Operation.Restore, 0, 4, rtc.MR);
  }
  for (const timer of Object.values(timers)) {
    for (let v = 0; v < vcpus; v++) batch.add(Operation.Write | SYSTEM, v, timer + 1, 0, 0);
  }
  lowerAll(batch, vcpus);
}
