import type { MpuCheck, MpuCheckContext } from '../../schema/mpu-check';
import { escape } from './escape';
import { renderPicture } from './svg';
import { regionCells, regionColumns, sameAs, subject, usage } from './text';

const style = `
body { font: 14px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; margin: .4em 0 1.6em; }
th, td { border-bottom: 1px solid #ddd; padding: .2em .8em; text-align: left; }
td.address, td.index { font-family: ui-monospace, monospace; text-align: right; }
td.mono, code { font-family: ui-monospace, monospace; }
.violation { border-left: 4px solid #b3261e; padding: .2em .8em; margin: .6em 0; background: #fdf1f0; }
.violation small { display: block; color: #555; font-family: ui-monospace, monospace; }
.good { color: #14662e; } .bad { color: #b3261e; }
.picture { overflow-x: auto; border: 1px solid #ddd; }
svg { font: 11px ui-monospace, monospace; }
svg line { stroke: #eee; } svg text.edge { text-anchor: end; fill: #666; }
svg text.heading { text-anchor: middle; font-weight: bold; }
svg rect { stroke: #333; stroke-width: .6; fill: #f2f2f2; }
svg .frame rect { fill: none; stroke-dasharray: 4 3; }
svg .code rect { fill: #cfe3ff; } svg .ro rect { fill: #e3e0f5; } svg .data rect { fill: #d9f0da; }
svg .device rect { fill: #ffe9bf; } svg .guest rect { fill: #ffd9e6; } svg .wx rect { fill: #ff9d94; }
svg .clash rect { stroke: #b3261e; stroke-width: 1.6; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616; } th, td { border-color: #444; }
  .violation { background: #3a1d1b; } .violation small { color: #bbb; } .picture { background: #fff; }
  .good { color: #7ad492; } .bad { color: #ff9d94; }
}
`;

const cellClass = ['index', 'address', 'address', 'mono', 'mono', '', ''];

function table({ regions }: MpuCheckContext): string[] {
  return [
    '<table>',
    `<tr>${regionColumns.map((name) => `<th>${escape(name)}</th>`).join('')}</tr>`,
    ...regions.map((region) => {
      const cells = regionCells(region).map(
        (cell, n) => `<td class="${cellClass[n]}">${escape(cell)}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    }),
    '</table>',
  ];
}

function contexts(all: readonly MpuCheckContext[]): string[] {
  return all.flatMap((context, n) => {
    const same = sameAs(all, n);
    const what = context.missing ?? (same === undefined ? usage(context) : `as in ${same}`);
    return [
      `<h3>${escape(context.name)}</h3>`,
      `<p>${escape(context.title)}: ${escape(what)}.</p>`,
      ...(context.missing === undefined && same === undefined ? table(context) : []),
    ];
  });
}

function violations({ violations: found }: MpuCheck): string[] {
  if (found.length === 0) return ['<p class="good">No violation.</p>'];
  return found.map(({ requirement, message, where }) => {
    const places = where.map((place) => `<small>${escape(place)}</small>`).join('');
    return `<div class="violation"><b>${escape(requirement)}</b> ${escape(message)}${places}</div>`;
  });
}

function list(items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return ['<ul>', ...items.map((item) => `<li>${escape(item)}</li>`), '</ul>'];
}

/** The result of a check as a page that needs no other file. */
export function renderPage(check: MpuCheck): string {
  const moves = check.moves.map(
    ({ what, from, before, to, after }) =>
      `${what} moved from region ${from} (${before}) to region ${to} (${after})`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>MPU check: ${escape(check.files[0])}</title>`,
    `<style>${style}</style></head><body>`,
    '<h1>MPU check</h1>',
    `<p>${escape(subject(check))}</p>`,
    '<h2>Violations</h2>',
    ...violations(check),
    ...list(check.remarks),
    '<h2>Address space</h2>',
    '<p>Lengths are not to scale. Dashed: sections of the 2023 design. Side by side, framed in red: what overlaps.</p>',
    `<div class="picture">${renderPicture(check)}</div>`,
    '<h2>Regions of the EL2 MPU</h2>',
    ...contexts(check.contexts),
    ...(moves.length > 0 ? ['<h2>Moves</h2>', ...list(moves)] : []),
    '</body></html>',
    '',
  ].join('\n');
}
