/** One step as a line: `vcpu 0  write GICD_ISENABLER1 = 0x100`. */
export function stepLine(step: { step: string }): string {
  const parts: string[] = [];
  if ('vcpu' in step && step.vcpu !== undefined) parts.push(`vcpu ${step.vcpu}`);
  parts.push(step.step);
  for (const [key, value] of Object.entries(step)) {
    if (key === 'step' || key === 'vcpu') continue;
    if (key === 'register') parts.push(String(value));
    else if (key === 'value') parts.push(`= ${String(value)}`);
    else parts.push(`${key} ${Array.isArray(value) ? `[${value.join(',')}]` : String(value)}`);
  }
  return parts.join(' ');
}
