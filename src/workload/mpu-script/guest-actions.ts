import type { MpuDomain } from '../../../models/contract/mpu-layout';
import type { MpuScriptStep } from '../../../models/contract/mpu-script';
import { mpuP2mTypes } from '../../../models/contract/mpu-script';
import type { ScriptAction } from './actions';
import type { Range } from './ranges';
import { hex, PAGE, rangeOf, textOf, wholePages } from './ranges';
import type { ScriptScene } from './scene';

/** One of those that are not there yet, or all of them. */
function create(scene: ScriptScene): void {
  const { random, layout, domains } = scene;
  const rest = layout.domains.map((_, number) => number).filter((n) => !domains.includes(n));
  if (rest.length === 0) return;
  for (const domain of random.oneIn(2) ? rest : [random.pick(rest)]) {
    scene.add({ step: 'create-domain', domain });
    domains.push(domain);
  }
}

/** A range in some relation to what a domain has, or one that nobody has. */
function ofDomain({ random, layout, beyond }: ScriptScene, domain: number): Range {
  const { memory, devices, emulated } = layout.domains[domain];
  const ranges = [...memory, ...devices, ...emulated];
  if (ranges.length === 0 || random.oneIn(3)) {
    const start = beyond + PAGE * random.below(64);
    return { start, end: start + PAGE * random.pick([1, 1, 2, 16]) };
  }
  const { start, end } = wholePages(rangeOf(random.pick(ranges)));
  return random.pick([
    { start, end },
    { start, end: start + PAGE },
    { start: end - PAGE, end },
    { start: end - PAGE, end: end + PAGE },
    { start: end, end: end + PAGE },
  ]);
}

function insert(scene: ScriptScene): void {
  const { random, domains } = scene;
  if (domains.length === 0) return;
  const domain = random.pick(domains);
  const range = ofDomain(scene, domain);
  scene.add({ step: 'p2m-insert', domain, ...textOf(range), type: random.pick(mpuP2mTypes) });
}

function lookUp(scene: ScriptScene): void {
  const { random, domains } = scene;
  if (domains.length === 0) return;
  const domain = random.pick(domains);
  scene.add({ step: 'p2m-lookup', domain, ...textOf(ofDomain(scene, domain)) });
}

function switchTo(scene: ScriptScene, where = scene.anyCpu()): void {
  const { random, layout, domains, running } = scene;
  if (domains.length === 0) return;
  const domain = random.pick(domains);
  const vcpu = random.below(layout.domains[domain].vcpus);
  scene.add({ step: 'switch', ...where, domain, vcpu });
  running.set(where.cpu ?? 0, { domain, vcpu });
}

function idle(scene: ScriptScene): void {
  const where = scene.anyCpu();
  scene.add({ step: 'idle', ...where });
  scene.running.delete(where.cpu ?? 0);
}

/** Registers of a region of EL1 in the ways that the format has. */
function regionRegister({ random, machine }: ScriptScene, name: 'PRBAR' | 'PRLAR'): string {
  const direct = Math.min(machine.el1Regions, machine.format === 64 ? 16 : 32);
  const first = machine.format === 64 ? 1 : 0;
  if (direct <= first || random.oneIn(2)) return `${name}_EL1`;
  return `${name}${first + random.below(direct - first)}_EL1`;
}

/** A value that makes sense: regions within the memory of the domain, regions that there are. */
function guestWrite(
  scene: ScriptScene,
  where: { cpu?: number },
  { memory, el1 }: MpuDomain,
): MpuScriptStep {
  const { random, machine } = scene;
  const write = (register: string, value: number): MpuScriptStep => ({
    step: 'guest-write',
    ...where,
    register,
    value: hex(value),
  });
  if (el1 === 'mmu') {
    const register = random.pick(['TCR_EL1', 'TTBR0_EL1', 'TTBR1_EL1', 'SCTLR_EL1', 'MAIR_EL1']);
    return write(register, 1 + 0x1000 * random.below(0x1000));
  }
  const granule = (): number => {
    if (memory.length === 0) return 0x1000 * random.below(16);
    const { start, end } = rangeOf(random.pick(memory));
    return start - (start % 64) + 64 * random.below(Math.max(1, Math.floor((end - start) / 64)));
  };
  const regions = machine.el1Regions;
  switch (regions > 0 ? random.below(8) : 6) {
    case 0:
    case 1:
      return write('PRSELR_EL1', random.oneIn(4) ? regions - 1 : random.below(regions));
    case 2:
    case 3:
      return write(regionRegister(scene, 'PRBAR'), granule() + random.pick([2, 4, 6, 8]));
    case 4:
      return write(regionRegister(scene, 'PRLAR'), granule() + 2 * random.below(8) + 1);
    case 5:
      if (machine.format === 32) return write('PRSELR_EL1', random.below(regions));
      return write('PRENR_EL1', random.below(2 ** Math.min(regions, 8)));
    case 6:
      return write('SCTLR_EL1', random.pick([0, 1, 1, 0x20001, 0x80001]));
    default:
      return write('MAIR_EL1', random.pick([0xff4400, 0x04ff4400, 0xeeaa4400]));
  }
}

/** The domain that runs on a CPU, if all succeeded. */
function runningOn(scene: ScriptScene, { cpu = 0 }: { cpu?: number }): MpuDomain | undefined {
  const running = scene.running.get(cpu);
  return running && scene.layout.domains[running.domain];
}

function guestWrites(scene: ScriptScene): void {
  const where = scene.anyCpu();
  const domain = runningOn(scene, where);
  if (!domain) return switchTo(scene, where);
  // Rarely more than one: switches fall between any two.
  for (let n = scene.random.pick([1, 1, 2, 4]); n > 0; n--) {
    scene.add(guestWrite(scene, where, domain));
  }
}

function guestRead(scene: ScriptScene): void {
  const { random, machine } = scene;
  const where = scene.anyCpu();
  const domain = runningOn(scene, where);
  if (!domain) return;
  const own =
    domain.el1 === 'mmu' ? ['TCR_EL1', 'TTBR0_EL1', 'TTBR1_EL1'] : ['PRSELR_EL1', 'MPUIR_EL1'];
  const plain = [...own, 'SCTLR_EL1', 'MAIR_EL1'];
  if (machine.format === 64) plain.push('PRENR_EL1');
  const register =
    machine.el1Regions > 0 && random.oneIn(2)
      ? regionRegister(scene, random.oneIn(2) ? 'PRBAR' : 'PRLAR')
      : random.pick(plain);
  scene.add({ step: 'guest-read', ...where, register });
}

export const guestActions: readonly ScriptAction[] = [
  { name: 'create-domain', weight: 3, needs: ['create-domain'], run: create },
  { name: 'p2m-insert', weight: 2, needs: ['p2m-insert'], run: insert },
  { name: 'p2m-lookup', weight: 1, needs: ['p2m-lookup'], run: lookUp },
  {
    name: 'switch',
    weight: 5,
    needs: ['switch', 'create-domain'],
    run: (scene) => switchTo(scene),
  },
  { name: 'idle', weight: 2, needs: ['idle'], run: idle },
  { name: 'guest-write', weight: 8, needs: ['guest-write', 'switch'], run: guestWrites },
  { name: 'guest-read', weight: 2, needs: ['guest-read', 'switch'], run: guestRead },
];
