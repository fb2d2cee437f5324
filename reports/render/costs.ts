import type { CostReport, Report } from '../schema/report';

const columns = [
  ['exits', 'exits'],
  ['maintenanceInterrupts', 'maintenance'],
  ['kicks', 'kicks'],
  ['listRegisterReads', 'LR reads'],
  ['listRegisterWrites', 'LR writes'],
  ['lockOperations', 'lock operations'],
] as const satisfies readonly (readonly [keyof CostReport, string])[];

/** What the hypervisors spent, side by side: one table per GIC version and class of workloads. */
export function costLines({ costs }: Report): string[] {
  if (costs.length === 0) return [];
  const lines = ['## Costs', '', 'Per 1,000 steps, on workloads that all of them ran.', ''];
  const tables = [...new Set(costs.map((row) => `GICv${row.gic}, ${row.class}`))];
  for (const table of tables) {
    const rows = costs.filter((row) => `GICv${row.gic}, ${row.class}` === table);
    const ids = [...new Set(rows.map(({ implementation }) => implementation))];
    lines.push(`### ${table}`, '');
    lines.push(`| list registers | implementation | ${columns.map(([, c]) => c).join(' | ')} |`);
    lines.push(`|---:|---|${columns.map(() => '---:|').join('')}`);
    for (const count of [...new Set(rows.map(({ listRegisters }) => listRegisters))]) {
      for (const id of ids) {
        const row = rows.find((r) => r.listRegisters === count && r.implementation === id);
        if (!row) continue;
        const values = columns.map(([name]) => row[name].toFixed(1));
        lines.push(`| ${count} | ${id} | ${values.join(' | ')} |`);
      }
    }
    lines.push('');
  }
  return lines;
}
