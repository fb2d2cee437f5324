import type { MpuScript, MpuScriptStep, MpuShown } from '../../models/contract/mpu-script';
import { cpuOf } from '../../models/contract/mpu-script';
import { ScriptAccount } from './script-account';

/** What a step means for one CPU. */
export interface Part {
  account: ScriptAccount;
  shown: MpuShown;
  /** It did something there, or was executed there. */
  isActive: boolean;
}

/** Steps that are about the CPU on which they are executed, and no other. */
const LOCAL: readonly MpuScriptStep['step'][] = [
  'switch',
  'idle',
  'guest-write',
  'guest-read',
  'probe',
];

/** An account for each CPU that runs, that of the one that boots first. */
export class ScriptAccounts {
  private readonly accounts: (ScriptAccount | undefined)[];

  constructor(private readonly script: Pick<MpuScript, 'machine' | 'layout'>) {
    this.accounts = [new ScriptAccount(script.machine, script.layout)];
  }

  /** It refused to start, or gave up. */
  get haveStopped(): boolean {
    return this.accounts.some((account) => account?.hasStopped);
  }

  /** What a step means for each CPU that it concerns. */
  *of(step: MpuScriptStep, shown: MpuShown): Generator<Part> {
    const own = cpuOf(step);
    const { machine, layout } = this.script;
    const boot = this.accounts[0]!;
    for (let cpu = 0; cpu < (machine.cpus ?? 1); cpu++) {
      const other = shown.others?.find((one) => one.cpu === cpu);
      if (other) this.accounts[cpu] ??= new ScriptAccount(machine, layout, boot);
      const account = this.accounts[cpu];
      if (!account) continue;
      if (cpu === own) yield { account, shown, isActive: true };
      else if (other) yield { account, shown: { ...shown, ...other }, isActive: true };
      else if (!LOCAL.includes(step.step)) {
        const table = account.tableBefore;
        yield { account, shown: { ...shown, accesses: [], table }, isActive: false };
      }
    }
  }
}
