import type { DeviceNode } from './device-tree';
import { nodeAt } from './device-tree';
import { isCompatible, readStrings } from './properties';

/** The register format of the processor that /cpus names; nothing if it is none of Armv8-R. */
export function processorOf(root: DeviceNode): 32 | 64 | undefined {
  const cpus = nodeAt(root, '/cpus')?.children ?? [];
  const cpu = cpus.find((node) => readStrings(node, 'device_type')[0] === 'cpu');
  if (!cpu) return undefined;
  if (isCompatible(cpu, 'arm,cortex-r52', 'arm,cortex-r52+', 'arm,cortex-r52plus')) return 32;
  return isCompatible(cpu, 'arm,cortex-r82', 'arm,armv8') ? 64 : undefined;
}
