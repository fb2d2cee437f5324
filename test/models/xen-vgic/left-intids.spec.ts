import { fc } from '@fast-check/jest';
import { Trace } from '../../../models/contract/trace';
import { qemuHardware } from '../../../models/qemu-hardware/qemu-hardware';
import type { XenVgic } from '../../../models/xen-vgic/xen-vgic';
import { xenVgic } from '../../../models/xen-vgic/xen-vgic';
import { firstDifference } from '../../../src/engine/compare';
import { Executor } from '../../../src/engine/execute';
import { findImplementation } from '../../../src/targets/registry';
import { PacedSystem } from '../../../src/targets/twin';
import { workloads } from '../../../src/workload/arbitrary';
import { encode } from '../../../src/workload/encode';

const model = xenVgic({ version: '4.20', repairs: [], hardware: qemuHardware, domain: 'other' });
const { capabilities: offered } = findImplementation('xen:4.20');

it('INTIDs left in list registers change nothing where none of them was looked at', () => {
  const samples = fc.sample(workloads({ offered, maxSteps: 150, hostile: 0 }), {
    numRuns: 400,
    seed: 12,
  });
  const [clean, left] = [new Trace(1), new Trace(1)];
  let [read, changed] = [0, 0];

  samples.forEach((given, n) => {
    const encoded = encode(given);
    const { machine } = given;
    const vgic = model.create(machine) as XenVgic;
    const paced = new PacedSystem(vgic, machine, 'resident');
    new Executor(machine).run(paced, encoded, clean);
    vgic.leftIntids = vgic.hardware.map(({ listRegisters }, v) =>
      listRegisters.intid.map((_, lr) => 16 + ((n * 7 + v * 5 + lr * 3) % (16 + machine.spis))),
    );
    new Executor(machine).run(paced, encoded, left);
    const differs = firstDifference(clean, left, 0, machine.vcpus) >= 0;
    if (vgic.hasReadLeft) read++;
    else expect({ n, differs }).toEqual({ n, differs: false });
    if (differs) changed++;
  });

  // They are looked at now and then, and then matter now and then.
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(100);
  expect(changed).toBeLessThanOrEqual(read);
});
