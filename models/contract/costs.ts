/** What a hypervisor spent, counted since the system was made (`reset` keeps the counts). */
export class Costs {
  /** Reads and writes of list registers by the hypervisor. */
  listRegisterReads = 0;
  listRegisterWrites = 0;
  /** Exits because of a maintenance interrupt. */
  maintenanceInterrupts = 0;
  /** Guest to hypervisor, for whatever reason. */
  exits = 0;
  /** Interrupts sent to a vCPU that is in the guest, to make it exit. */
  kicks = 0;
  /** Acquisitions and releases of locks. */
  lockOperations = 0;
}

export const costNames = [
  'listRegisterReads',
  'listRegisterWrites',
  'maintenanceInterrupts',
  'exits',
  'kicks',
  'lockOperations',
] as const satisfies readonly (keyof Costs)[];
