import { qemuHardware } from '../../../models/qemu-hardware/qemu-hardware';
import { machineV2, machineV3 } from '../xen-vgic/support';

const SPI = 39;
const wiring = { level: [SPI], hardware: [SPI] };

function physicalOf(machine: typeof machineV2) {
  const physical = qemuHardware.distributor!({ ...machine, ...wiring });
  physical.reset();
  physical.setEnabled(SPI, true);
  physical.setLine(SPI, true);
  return physical;
}

describe("QEMU's physical distributor", () => {
  it('lets another CPU take what is active, on GICv2', () => {
    const physical = physicalOf(machineV2);
    expect(physical.acknowledge(0)).toBe(SPI);
    expect(physical.signalled()).toBe(-1);

    physical.setAffinity(SPI, 1);

    expect(physical.acknowledge(1)).toBe(SPI);
    expect(physical.signalled()).toBe(-1);
    // One deactivation is one for both.
    physical.setActive(SPI, false);
    expect(physical.isActive(SPI)).toBe(false);
    expect(physical.signalled()).toBe(1);
  });

  it('does not, on GICv3', () => {
    const physical = physicalOf(machineV3);
    expect(physical.acknowledge(0)).toBe(SPI);

    physical.setAffinity(SPI, 1);

    expect(physical.acknowledge(1)).toBe(-1);
  });
});
