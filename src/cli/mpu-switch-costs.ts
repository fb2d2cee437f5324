import type { SwitchCost } from '../../models/xen-mpu';
import { contextSwitchCosts, vmsaSwitchCost } from '../../models/xen-mpu';
import { InputError } from '../errors';
import { EXIT_OK } from './exit';

/** Options of `lockstep mpu switch-costs`, as parsed. */
export interface SwitchCostsOptions {
  format: string;
  every?: boolean;
  json?: boolean;
}

/** Numbers of real cores, and those at which something changes. */
const USUAL = [0, 1, 8, 15, 16, 17, 20, 24, 32, 33, 48, 64, 128, 255];

function cells({ reads, writes, barriers, isbs, total }: SwitchCost): string {
  return [reads, writes, barriers, isbs, total].map((n) => String(n).padStart(6)).join('');
}

/** `lockstep mpu switch-costs`. @returns the exit status */
export function mpuSwitchCosts({ format, every, json }: SwitchCostsOptions): number {
  if (format !== '32' && format !== '64') throw new InputError('--format: 32 or 64');
  const counts = every ? Array.from({ length: 256 }, (_, n) => n) : USUAL;
  const costs = contextSwitchCosts(counts, format === '32' ? 32 : 64);
  const out = process.stdout;
  if (json) {
    out.write(`${JSON.stringify(costs, null, 2)}\n`);
    return EXIT_OK;
  }
  out.write(
    `PMSAv8-${format}: accesses to registers of a switch between two vCPUs; EL1 only, without P2M\n` +
      '"once a block": PRSELR is written once for 16 regions; "each": for every region\n' +
      '"same domain": the regions are state of the domain, and stay\n\n' +
      '         once a block                  each                          same domain\n' +
      'regions   reads writes DSB+ISB ISB  all   reads writes DSB+ISB ISB  all    all\n',
  );
  const one = (regions: number, where: Partial<SwitchCost>): SwitchCost =>
    costs.find(
      (cost) =>
        cost.regions === regions &&
        Object.entries(where).every(([key, value]) => cost[key as keyof SwitchCost] === value),
    )!;
  for (const regions of counts) {
    const other = { state: 'vcpu', to: 'other domain' } as const;
    const block = one(regions, { ...other, selection: 'block' });
    const each = one(regions, { ...other, selection: 'each' });
    const same = one(regions, { state: 'domain', to: 'same domain', selection: 'block' });
    const row = `${cells(block)}${cells(each)}${String(same.total).padStart(7)}`;
    out.write(`${String(regions).padStart(7)}  ${row}\n`);
  }
  if (format === '64') {
    const { reads, writes, barriers, isbs, total } = vmsaSwitchCost();
    out.write(
      `\nbetween two vCPUs with VMSA, whatever the regions: ${reads} reads, ${writes} writes, ` +
        `${barriers} DSB+ISB, ${isbs} ISB: ${total}\n`,
    );
  }
  return EXIT_OK;
}
