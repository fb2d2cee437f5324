import type { Batch } from './mailbox';
import { Operation } from './mailbox';

/** The PL061 GPIO of QEMU's virt machine, as the domain that owns it sees it; its SPI is 7. */
export const GPIO_AT = 0x09030000;
/** The INTID of its interrupt. */
export const GPIO_INTID = 39;
/** PL061 (DDI 0190): direction, sense, both edges, event, mask. */
const GPIODIR = 0x400;
const GPIOIS = 0x404;
const GPIOIBE = 0x408;
const GPIOIEV = 0x40c;
const GPIOIE = 0x410;

/** The PL031 RTC of the same machine. Its interrupt is nobody's. */
export const RTC_AT = 0x09010000;
/** PL031 (DDI 0224): match, load, interrupt mask. */
const RTCMR = 0x004;
const RTCLR = 0x008;
const RTCIMSC = 0x010;

/** Both devices are driven by this vCPU: an access does not trap, so it does not matter by whom. */
const BY = 0;

function write(batch: Batch, address: number, value: number): void {
  batch.add(Operation.Write, BY, 4, address, value);
}

/**
 * Input 0 of the GPIO, which is always low, asks for an interrupt while it is low: from now on its mask
 * is the level of the line. The RTC asks for one, too, and its mask keeps it.
 */
export function prepareDevices(batch: Batch): void {
  for (const register of [GPIODIR, GPIOIBE, GPIOIEV, GPIOIE]) write(batch, GPIO_AT + register, 0);
  write(batch, GPIO_AT + GPIOIS, 1);
  write(batch, RTC_AT + RTCIMSC, 0);
  // The time it shows must match: twice, lest a second ends in between.
  for (let times = 0; times < 2; times++) {
    write(batch, RTC_AT + RTCLR, 0);
    write(batch, RTC_AT + RTCMR, 0);
  }
}

/** Drives the line of the GPIO. */
export function driveGpio(batch: Batch, high: boolean): void {
  write(batch, GPIO_AT + GPIOIE, high ? 1 : 0);
}

/**
 * QEMU's GICv2 does not signal what the deactivation by a list register lets through until something
 * else happens to its distributor: here the line of the RTC rises and falls, which is disabled there.
 */
export function nudgeDistributor(batch: Batch): void {
  write(batch, RTC_AT + RTCIMSC, 1);
  write(batch, RTC_AT + RTCIMSC, 0);
}
