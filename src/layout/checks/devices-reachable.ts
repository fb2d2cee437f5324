import { placedAs } from '../board';
import type { Check } from './check';
import { settled } from './check';
import { lacking, violation } from './coverage';

/** MPU-A-025: Xen reaches its UART and its GIC, while a guest runs, too. */
export const devicesReachable: Check = (subject) =>
  settled(subject).flatMap(({ name, regions }) =>
    placedAs(subject.board, 'device').flatMap((device) => {
      const lack = lacking(device, regions, 'el2', 'rw');
      if (!lack) return [];
      const message = `${name}: Xen does not reach ${device.name}: ${lack}`;
      return [violation('MPU-A-025', message, [device.where])];
    }),
  );
