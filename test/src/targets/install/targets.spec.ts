import { targets } from '../../../../src/targets/install';
import { call } from '../../cli/support';
import { image, Machine, qemuProgram } from './support';

interface Row {
  id: string;
  installed: boolean;
  command?: string;
  parts: { id: string; version: string }[];
}

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.end());

describe('lockstep targets', () => {
  it('gives one command for each target that is missing', async () => {
    const { status, stdout } = await call('targets', '--json');

    const rows = JSON.parse(stdout) as Row[];
    expect(status).toBe(0);
    expect(rows.map(({ id }) => id)).toEqual(targets.map(({ id }) => id));
    for (const { id, installed, command } of rows)
      expect({ installed, command }).toEqual({
        installed: false,
        command: `lockstep targets install ${id}`,
      });
  });

  it('lists what was installed from a path', async () => {
    process.env.LOCKSTEP_QEMU = machine.program('mine', qemuProgram('8.0.0'));
    const from = machine.write('vmlinuz', image('Linux version 6.19.7 '));

    const installed = await call('targets', 'install', 'kvm:6.19', '--from', from);
    const { stdout } = await call('targets');

    expect(installed).toMatchObject({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^kvm:6.19 +installed +QEMU 8.0.0, Linux 6.19.7$/m);
    expect(stdout).toMatch(/^xen:4.17 +missing +lockstep targets install xen:4.17 /m);
    expect(stdout).toMatch(/^kvm:6.19: not the pinned package: .*, sha256 [0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^qemu: from LOCKSTEP_QEMU; .* QEMU 10.0.2 only$/m);
  });

  it.each([
    [['install', 'xen:1'], 'there is no target "xen:1"'],
    [['install', '--from', 'x'], '--from takes exactly one id'],
    [['install', 'qemu', 'xen:4.17', '--from', 'x'], '--from takes exactly one id'],
    [['install', '--no-such'], 'unknown option'],
    [['nonsense'], 'too many arguments'],
  ])('refuses %j', async (given, message) => {
    const { status, stderr } = await call('targets', ...given);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
