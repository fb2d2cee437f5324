import { QemuVirtualInterface, qemuHardware } from '../../models/qemu-hardware/qemu-hardware';
import { VirtualInterface } from '../../models/architecture/virtual-interface';
import { kvmMachine } from './kvm-run';
import { readProbes, runProbe } from './qemu-probes';

/**
 * The list-register hardware against the probes of QEMU's GICv2 (data/qemu-gicv2-probes.txt), and
 * against the registers of both versions that were read.
 *
 * Left out of the probes: V7 (a list register beyond VTR), V8 and V8b (active priorities that survive
 * a reset), V5b, V9 and V9b (the physical side), V16 (access sizes), and P1 to P9, which are about the physical distributor.
 */
const notModelled = ['V7', 'V8', 'V8b'];
const notVirtual = [
  'V5b',
  'V9',
  'V9b',
  'V16',
  'P1',
  'P1b',
  'P2',
  'P3',
  'P4',
  'P5',
  'P6',
  'P7',
  'P8',
  'P9',
];

const noPhysical = { deactivatePhysical: () => undefined };
const gicv2 = kvmMachine(2, 1);
const gicv3 = kvmMachine(3, 1);
const { probes, others } = readProbes();

describe("QEMU's virtual interface", () => {
  const covered = probes.filter(({ id }) => !notModelled.includes(id));

  it.each(covered.map((probe) => [`${probe.id} ${probe.title}`, probe] as const))(
    '%s',
    (_, probe) => {
      const hardware = qemuHardware(gicv2, 0, noPhysical);
      expect(runProbe(hardware, probe)).toEqual(probe.operations);
    },
  );

  it('covers 14 probes with 41 values; the others are named', () => {
    const values = covered.flatMap(({ operations }) => operations).filter((o) => 'expected' in o);
    expect([covered.length, values.length]).toEqual([14, 41]);
    expect(others).toEqual(notVirtual);
  });

  it('differs from the architecture on the probes that show a quirk', () => {
    const different = covered.filter((probe) => {
      const shown = runProbe(new VirtualInterface(gicv2, 0, noPhysical), probe);
      return JSON.stringify(shown) !== JSON.stringify(probe.operations);
    });
    expect(different.map(({ id }) => id)).toEqual([
      'V1',
      'V2',
      'V3',
      'V4',
      'V5',
      'V6',
      'V10',
      'V11',
      'V17',
    ]);
  });

  it('identifies itself as it was read', () => {
    expect(qemuHardware(gicv2, 0, noPhysical).readVtr() >>> 0).toBe(0x90000003);
    expect(qemuHardware(gicv3, 0, noPhysical).readVtr() >>> 0).toBe(0x90b80003);
  });

  it('keeps the low bits of VPMR on GICv3, and they count', () => {
    const hardware = new QemuVirtualInterface(gicv3, 0, noPhysical);
    hardware.writeVmcr(0xe2 << 24);
    expect(hardware.readVmcr() >>> 24).toBe(0xe2);
    expect(hardware.priority.isUnmasked(0xe0)).toBe(true);
  });

  it('derives MISR.VGrp0D from the enable of Group 1 on GICv3', () => {
    const hardware = new QemuVirtualInterface(gicv3, 0, noPhysical);
    hardware.writeHcr(0x21);
    hardware.priority.groups = 2;
    expect(hardware.readMisr()).toBe(0);
    hardware.priority.groups = 1;
    expect(hardware.readMisr()).toBe(0x20);
  });
});
