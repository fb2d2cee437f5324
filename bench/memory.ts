import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { architecture } from '../models/architecture';
import { kvm72 } from '../models/kvm-vgic/kvm-vgic';
import { xen420 } from '../models/xen-vgic/xen-vgic';
import { allRequirements } from '../properties';
import type { CampaignOptions } from '../src/engine/campaign';
import { Campaign } from '../src/engine/campaign';

/** Shows that the memory of a run is bounded: npm run bench:memory [-- WORKLOADS] */
const WORKLOADS = Number(process.argv[2] ?? 1_000_000);
/** Short ones, so that a million takes minutes. */
const STEPS = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function main(): Promise<void> {
  const out = process.stdout;
  let next = 0;
  const heaps: number[] = [];
  const options: CampaignOptions = {
    implementations: [architecture, xen420, kvm72],
    requirements: allRequirements(),
    seed: 1,
    runs: WORKLOADS,
    maxSteps: STEPS,
    hostile: 2,
    onProgress({ workloads, steps }) {
      if (workloads < next) return;
      next += WORKLOADS / 10;
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      heaps.push(heapUsed);
      const [heap, resident] = [heapUsed, rss].map(
        (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`,
      );
      out.write(`${workloads} workloads, ${steps} steps: heap ${heap}, resident ${resident}\n`);
    },
  };
  await new Campaign(options).run();
  const half = heaps[heaps.length >> 1];
  const last = heaps[heaps.length - 1];
  out.write(`the second half grew by ${((last - half) / 2 ** 20).toFixed(1)} MiB\n`);
}

void main();
