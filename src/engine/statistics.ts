import type { Account } from '../../properties/account/account';
import { markNames } from '../../properties/account/marks';

/** How often each interesting thing was met. Names are stable; they are part of the report. */
export type Statistics = Record<string, number>;

function readable(name: string): string {
  return name.replace(/(?<!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

/** Adds up what the accounts of a campaign counted. */
export function collectStatistics(accounts: Iterable<Account>): Statistics {
  const statistics: Statistics = {};
  const add = (name: string, count: number): void => {
    statistics[name] = (statistics[name] ?? 0) + count;
  };
  for (const account of accounts) {
    markNames.forEach((name, mark) => add(readable(name), account.interrupts.counts[mark]));
    for (const [name, count] of Object.entries(account.counts)) add(readable(name), count);
  }
  return Object.fromEntries(Object.entries(statistics).sort(([a], [b]) => (a < b ? -1 : 1)));
}
