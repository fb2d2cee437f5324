import type { Stretch } from './scale';

/** A stretch beside those that it overlaps. */
export interface Laned<T> {
  one: T;
  /** From the left, from 0. */
  lane: number;
  /** Lanes of it and of all that it overlaps, directly or through others. */
  lanes: number;
}

/** Puts stretches that overlap side by side, so that each can be seen: ascending by their starts. */
export function laned<T extends Stretch>(stretches: readonly T[]): Laned<T>[] {
  const sorted = [...stretches].sort((a, b) => a.start - b.start || b.end - a.end);
  const all: Laned<T>[] = [];
  let group: Laned<T>[] = [];
  let ends: number[] = [];
  const close = (): void => {
    for (const each of group) all.push({ ...each, lanes: ends.length });
    [group, ends] = [[], []];
  };
  for (const one of sorted) {
    if (ends.every((end) => end <= one.start)) close();
    const free = ends.findIndex((end) => end <= one.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = one.end;
    group.push({ one, lane, lanes: 0 });
  }
  close();
  return all;
}
