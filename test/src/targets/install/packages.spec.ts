import {
  artefactOf,
  artefacts,
  QEMU_VERSION,
  requirementsOf,
  targets,
} from '../../../../src/targets/install';

describe('the manifest', () => {
  it.each(artefacts.map((artefact) => [artefact.id, artefact] as const))(
    'pins %s completely',
    (_id, artefact) => {
      const { name, version, sha256, bytes } = artefact.package;

      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(artefact.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(100_000);
      expect(artefact.file).toMatch(artefact.pattern);
      expect(name).toMatch(new RegExp(artefact.alternatives));
      expect(version).toContain(artefact.version);
      expect(artefact.version.startsWith(artefact.series)).toBe(true);
    },
  );

  it('has no hash and no id twice', () => {
    const hashes = artefacts.flatMap((one) => [one.sha256, one.package.sha256]);

    expect(new Set(hashes).size).toBe(2 * artefacts.length);
    expect(new Set(artefacts.map(({ id }) => id)).size).toBe(artefacts.length);
  });

  it('has the QEMU that the models were measured on', () => {
    expect(artefactOf('qemu').version).toBe(QEMU_VERSION);
    expect(artefactOf('qemu').package.version).toContain('10.0.2');
  });

  it('says what each target needs', () => {
    expect(requirementsOf('qemu:gicv2')).toEqual(['qemu']);
    expect(requirementsOf('xen:4.17')).toEqual(['qemu', 'xen:4.17']);
    expect(requirementsOf('kvm:7.2')).toEqual(['qemu', 'kvm:7.2']);
    for (const { id, needs } of targets) expect(needs).toContain(artefactOf(id).id);
  });

  it('names the targets if asked for another', () => {
    expect(() => requirementsOf('xen:9')).toThrow(/no target "xen:9"; .*xen:4.17, xen:4.20/);
  });
});
