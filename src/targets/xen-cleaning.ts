import type { Machine } from '../../models/contract/machine';
import type { System } from '../../models/contract/implementation';
import { Register } from '../../models/architecture/registers';

/** Something that is done after a workload, by a vCPU. */
export type CleaningStep = { vcpu: number } & (
  | { does: 'write'; register: number; index: number; aux: number; value: number }
  | { does: 'trap' | 'drain' | 'nudge' }
  | { does: 'lower'; intid: number }
  | { does: 'on'; target: number }
);

/** EOIRs that end whatever has an active priority: 32 levels. */
const LEVELS = 32;
/** An INTID that no machine has. */
const NOBODY = 1000;

/**
 * Ends, takes and disables everything. Xen ignores ICPENDR and ICACTIVER, so an interrupt goes only
 * by being handled.
 * @param off vCPUs that are off, as bits
 */
export function cleaningOf({ gic, vcpus, spis, hardware }: Machine, off: number): CleaningStep[] {
  const steps: CleaningStep[] = [];
  const isV2 = gic === 2;
  const write = (vcpu: number, register: number, index: number, value: number, aux = 0): void => {
    steps.push({ vcpu, does: 'write', register, index, aux, value });
  };
  const everyVcpu = (act: (vcpu: number) => void): void => {
    for (let v = 0; v < vcpus; v++) act(v);
  };
  const settle = (): void => {
    if (hardware.length > 0) steps.push({ vcpu: 0, does: 'nudge' });
    everyVcpu((vcpu) => steps.push({ vcpu, does: 'trap' }));
  };
  const enable = (on: boolean): void => {
    for (let word = 1; word <= spis / 32; word++) {
      write(0, on ? Register.GICD_ISENABLER : Register.GICD_ICENABLER, word, -1);
    }
    everyVcpu((v) => {
      if (isV2) write(v, on ? Register.GICD_ISENABLER : Register.GICD_ICENABLER, 0, -1);
      else write(v, on ? Register.GICR_ISENABLER0 : Register.GICR_ICENABLER0, 0, -1, v);
    });
    settle();
  };
  everyVcpu((target) => {
    if ((off >>> target) & 1) steps.push({ vcpu: target === 0 ? 1 : 0, does: 'on', target });
  });
  for (const intid of hardware) steps.push({ vcpu: 0, does: 'lower', intid });
  write(0, Register.GICD_CTLR, 0, isV2 ? 1 : 0x12);
  everyVcpu((v) => {
    if (isV2) {
      write(v, Register.GICC_CTLR, 0, 0x201);
      write(v, Register.GICC_PMR, 0, 0xff);
    } else {
      write(v, Register.ICC_CTLR_EL1, 0, 2);
      write(v, Register.ICC_PMR_EL1, 0, 0xff);
      write(v, Register.ICC_IGRPEN1_EL1, 0, 1);
    }
  });
  everyVcpu((v) => {
    const eoir = isV2 ? Register.GICC_EOIR : Register.ICC_EOIR1_EL1;
    for (let n = 0; n < LEVELS; n++) write(v, eoir, 0, NOBODY);
    const dir = isV2 ? Register.GICC_DIR : Register.ICC_DIR_EL1;
    for (let intid = 0; intid < 32 + spis; intid++) write(v, dir, 0, intid);
  });
  settle();
  enable(true);
  for (let round = 0; round < 2; round++) {
    everyVcpu((vcpu) => steps.push({ vcpu, does: 'drain' }));
    settle();
  }
  enable(false);
  return steps;
}

/** The same on a model. */
export function clean(system: System, { gic }: Machine, steps: readonly CleaningStep[]): void {
  for (const step of steps) {
    const { vcpu } = step;
    switch (step.does) {
      case 'write':
        system.write(vcpu, step.register, step.index, 4, step.value, 0, step.aux);
        break;
      case 'trap':
        system.read(vcpu, Register.GICD_TYPER, 0, 4, 0);
        break;
      case 'drain':
        drain(system, gic, vcpu);
        break;
      case 'lower':
        system.setLine(step.intid, vcpu, false);
        break;
      case 'nudge':
        // A model looks at its inputs by itself.
        break;
      case 'on':
        system.powerOn(vcpu, step.target);
    }
  }
}

function drain(system: System, gic: 2 | 3, vcpu: number): void {
  const [iar, eoir, dir] =
    gic === 2
      ? [Register.GICC_IAR, Register.GICC_EOIR, Register.GICC_DIR]
      : [Register.ICC_IAR1_EL1, Register.ICC_EOIR1_EL1, Register.ICC_DIR_EL1];
  for (let n = 0; n < 4096; n++) {
    const value = system.read(vcpu, iar, 0, 4, 0);
    if ((value & 0x3ff) >= 1020) return;
    system.write(vcpu, eoir, 0, 4, value, 0, 0);
    system.write(vcpu, dir, 0, 4, value, 0, 0);
    system.read(vcpu, Register.GICD_TYPER, 0, 4, 0);
  }
}
