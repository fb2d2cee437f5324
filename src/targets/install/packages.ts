import { InputError } from '../../errors';

/** A package of Debian's archive, pinned by the SHA-256 of its .deb. */
export interface DebianPackage {
  name: string;
  version: string;
  architecture: 'amd64' | 'arm64';
  suite: string;
  sha256: string;
  bytes: number;
}

/** Something that real targets are made of: QEMU, a hypervisor, or a kernel. */
export interface Artefact {
  id: string;
  title: string;
  /** Upstream's version, as shown. */
  version: string;
  package: DebianPackage;
  /** The one file wanted, in the package and in the cache. Hypervisors and kernels: an arm64 Image. */
  file: string;
  /** SHA-256 of that file. */
  sha256: string;
  /** Where other versions of the package have it. */
  pattern: RegExp;
  /** Where the file itself says its version. */
  banner?: RegExp;
  /** How every version that may stand in begins: `6.1.`. */
  series: string;
  /** Names of packages that could stand in, as `apt-cache search` understands it. */
  alternatives: string;
}

/** A target as users name it, and the artefacts that it needs. */
export interface Target {
  id: string;
  title: string;
  needs: readonly string[];
}

/** The models of list-register hardware were measured on this version, and are exact for it. */
export const QEMU_VERSION = '10.0.2';

const qemu: Artefact = {
  id: 'qemu',
  title: 'QEMU',
  version: QEMU_VERSION,
  package: {
    name: 'qemu-system-arm',
    version: '1:10.0.2+ds-2+deb13u1~bpo12+1',
    architecture: 'amd64',
    suite: 'bookworm-backports',
    sha256: 'edebbab09db3882c48ef9c00049c7c6a2d76d195cb88d830baadd1fb705bbc66',
    bytes: 9788540,
  },
  file: 'usr/bin/qemu-system-aarch64',
  sha256: 'b1f2ff90b7f251cf6ffb6e4d8e2573d296fc5811f637ca2f92e7750ed673ac96',
  pattern: /^usr\/bin\/qemu-system-aarch64$/,
  series: '',
  alternatives: '^qemu-system-arm$',
};

/** What differs from one hypervisor or kernel to the next. */
type Row = [
  series: string,
  suite: string,
  name: string,
  version: string,
  file: string,
  bytes: number,
  sha256OfPackage: string,
  sha256OfFile: string,
];

const hypervisors: Row[] = [
  [
    '4.17',
    'bookworm',
    'xen-hypervisor-4.17-arm64',
    '4.17.5+72-g01140da4e8-1',
    'boot/xen-4.17-arm64',
    323760,
    'ae97d9bb37f765ae1a37628894ad5156d0957ca7e39e7df86221ecb46502a1a8',
    '670df76317cd6b3f2d099f3d7a55b7868c2eca7045e53536e21e3b17e7597d48',
  ],
  [
    '4.20',
    'trixie',
    'xen-hypervisor-4.20-arm64',
    '4.20.3+127-gc42374a105-0+deb13u1',
    'boot/xen-4.20-arm64',
    329964,
    'f133c49e83cb362b7c49af1d3c50c2910810740a6759fdbe0d79b829a2c16248',
    '59f8e36413a9b44e42afca6e2c4670279ea4c7bd5c1ebe4854c3da764c93dd5b',
  ],
];

const kernels: Row[] = [
  [
    '6.1',
    'bookworm',
    'linux-image-6.1.0-50-cloud-arm64',
    '6.1.176-1',
    'boot/vmlinuz-6.1.0-50-cloud-arm64',
    21130624,
    '9d41a53f5d687ae1a33cf546d0ed8be955f72e5f9e97b2b4e45e41dff3353b97',
    '0c108326902b8cb9161796c4759fcfe6f182fa50d5cb569a70267979da7fef2c',
  ],
  [
    '6.12',
    'trixie',
    'linux-image-6.12.107+deb13-cloud-arm64',
    '6.12.107-1',
    'boot/vmlinuz-6.12.107+deb13-cloud-arm64',
    28100612,
    'a1bbfc22454e984feba6353f957152ef416728b627ec0cf94d3ac04b18c14d84',
    'f671b4c0ebd29ef90f9ac0d2e82eb3b7826130f7882d6f5172180fcfb5d7452b',
  ],
  [
    '6.18',
    'trixie-backports',
    'linux-image-6.18.15+deb13-cloud-arm64',
    '6.18.15-1~bpo13+1',
    'boot/vmlinuz-6.18.15+deb13-cloud-arm64',
    27618032,
    'd8769e7a5cd50d504354c1bb13d92becb004178ed1195e575d5680e33cb84c30',
    '45748945c89cd3125af18733343bcdba500fb0cb3d5b9cf2a385ff9f88579a34',
  ],
  [
    '6.19',
    'trixie-backports',
    'linux-binary-6.19.14+deb13-cloud-arm64',
    '6.19.14-1~bpo13+1',
    'boot/vmlinuz-6.19.14+deb13-cloud-arm64',
    9697988,
    'b971bc512825f5c82f4b98611139348be50e3495b2403884f31129d2aec74ec4',
    'd8f350dc9db2014f48ec28b92b2dd4c2fe8a75bffef10ea0063cb89450e5a098',
  ],
  [
    '7.2',
    'trixie-backports',
    'linux-binary-7.2.12+deb13-cloud-arm64',
    '7.2.12-1~bpo13+1',
    'usr/lib/modules/7.2.12+deb13-cloud-arm64/vmlinuz',
    10175692,
    '366671e9f5ee75dfaa64d08a0f627f2fedd0864c51c08871ac6634d521a22e79',
    '66df25af41d288972e138e5d46b5b0fd0b675fc1d68b6f359f69ace922dc8a47',
  ],
];

/** What hypervisors and kernels have in common. */
interface Kind {
  prefix: string;
  title: string;
  pattern: RegExp;
  banner: RegExp;
  /** Of a series, with its dot escaped. */
  alternatives: (series: string) => string;
}

const xen: Kind = {
  prefix: 'xen',
  title: 'Xen',
  pattern: /^boot\/xen-[\d.]+-arm64$/,
  banner: /\0(\d\.\d+\.\d+)[ -~]*\0/,
  alternatives: (series) => `^xen-hypervisor-${series}-arm64$`,
};

const kvm: Kind = {
  prefix: 'kvm',
  title: 'Linux',
  pattern: /^(boot\/vmlinuz-[^/]+|(usr\/)?lib\/modules\/[^/]+\/vmlinuz)$/,
  banner: /Linux version (\d\S*)/,
  alternatives: (series) => `^linux-(image|binary)-${series}\\..*cloud-arm64$`,
};

function artefact(kind: Kind, row: Row): Artefact {
  const [series, suite, name, version, file, bytes, sha256, sha256OfFile] = row;
  return {
    id: `${kind.prefix}:${series}`,
    title: kind.title,
    version: version.replace(/[+-].*/, ''),
    package: { name, version, architecture: 'arm64', suite, sha256, bytes },
    file,
    sha256: sha256OfFile,
    pattern: kind.pattern,
    banner: kind.banner,
    series: `${series}.`,
    alternatives: kind.alternatives(series.replace('.', '\\.')),
  };
}

/** Everything that `lockstep targets install` gets. */
export const artefacts: readonly Artefact[] = [
  qemu,
  ...hypervisors.map((row) => artefact(xen, row)),
  ...kernels.map((row) => artefact(kvm, row)),
];

/** Every target, as users name it. */
export const targets: readonly Target[] = [
  { id: 'qemu:gicv2', title: "QEMU's GICv2", needs: ['qemu'] },
  { id: 'qemu:gicv3', title: "QEMU's GICv3", needs: ['qemu'] },
  { id: 'qemu:r52', title: "QEMU's Cortex-R52", needs: ['qemu'] },
  { id: 'qemu:r52-24', title: "QEMU's Cortex-R52 with 24 regions of EL1", needs: ['qemu'] },
  ...hypervisors.map(([series]) => ({
    id: `xen:${series}`,
    title: `Xen ${series}`,
    needs: ['qemu', `xen:${series}`],
  })),
  ...kernels.map(([series]) => ({
    id: `kvm:${series}`,
    title: `KVM of Linux ${series}`,
    needs: ['qemu', `kvm:${series}`],
  })),
];

function unknown(id: string): InputError {
  const known = ['qemu', ...targets.map((target) => target.id)].join(', ');
  return new InputError(`there is no target "${id}"; there are ${known}`);
}

/** The artefacts that a target needs. `qemu` alone is understood, too. @throws InputError */
export function requirementsOf(id: string): string[] {
  if (id === 'qemu') return ['qemu'];
  const target = targets.find((one) => one.id === id);
  if (!target) throw unknown(id);
  return [...target.needs];
}

/** The artefact of that id; for a target, the one that makes it what it is. @throws InputError */
export function artefactOf(id: string): Artefact {
  const own = requirementsOf(id).at(-1);
  return artefacts.find((one) => one.id === own)!;
}
