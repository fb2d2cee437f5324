import { Register } from '../../models/architecture/registers';
import { divergence } from '../divergence';

/** GICD_TYPER of GICv3: IDbits, A3V, No1N; CPUNumber, which means nothing with affinity routing. */
const TYPER_OPTIONS = (7 << 5) | (0x1f << 19) | (1 << 24) | (1 << 25);
/** GICR_CTLR: CES and IR tell what else is implemented. */
const CTLR_OPTIONS = 0x6;

export default divergence({
  id: 'DIV-01',
  title: 'Number of list registers, priority bits, preemption bits, INTID bits, and other options',
  rule: 'Make both machines alike; the fields that tell them are not compared',
  handledBy: 'comparison',
  explains(a, b, { machine }) {
    if (machine.gic === 2 || a.outcome !== b.outcome) return false;
    const differing = a.low ^ b.low;
    if (a.register === Register.GICD_TYPER) return (differing & ~TYPER_OPTIONS) === 0;
    return a.register === Register.GICR_CTLR && (differing & ~CTLR_OPTIONS) === 0;
  },
});
