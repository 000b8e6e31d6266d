// Debian's Podman, serving its Docker-compatible API.

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { claimBridge } from './bridges.ts';
import { libraryDirectories, unpackedDebianPackages } from './cache.ts';
import { type EngineRecipe, engineEnvironment } from './recipe.ts';

const podmanPackages = ['podman', 'conmon', 'runc', 'netavark', 'aardvark-dns', 'golang-github-containers-common'];
const firewallPackages = ['iptables', 'libxtables12', 'libnftnl11', 'libmnl0', 'libip4tc2', 'libip6tc2'];
const libraryPackages = [
  'libnfnetlink0',
  'libnetfilter-conntrack3',
  'libgpgme11',
  'libassuan0',
  'libsubid4',
  'libdevmapper1.02.1',
  'libseccomp2',
  'libsystemd0',
  'libglib2.0-0',
];

async function debianPodman(): Promise<string> {
  // conmon starts podman again with an empty environment when a container ends.
  const selfContained = ['usr/bin/podman', 'usr/bin/conmon', 'usr/sbin/runc', 'usr/sbin/xtables-nft-multi'];
  return await unpackedDebianPackages(
    'podman',
    [...podmanPackages, ...firewallPackages, ...libraryPackages],
    selfContained,
  );
}

export const podman: EngineRecipe = {
  ensure: async () => void (await debianPodman()),
  plan: async (directory) => {
    const unpacked = await debianPodman();
    const program = path.join(unpacked, 'usr/bin/podman');
    const environment = await writePodmanConfiguration(directory, unpacked);
    const stores = [
      '--root',
      path.join(directory, 'root'),
      '--runroot',
      path.join(directory, 'run'),
      '--tmpdir',
      path.join(directory, 'tmp'),
    ];
    const socketPath = path.join(directory, 'podman.sock');
    return {
      processes: [
        {
          program,
          programArguments: [...stores, 'system', 'service', '--time=0', `unix://${socketPath}`],
          environment,
          socketPath,
        },
      ],
      // A removed container takes its firewall rules with it; one that is only killed leaves its published port taken.
      teardown: { program, programArguments: [...stores, 'rm', '--all', '--force', '--time', '0'], environment },
    };
  },
};

/** A path as a TOML string. */
function quoted(...names: string[]): string {
  return JSON.stringify(path.join(...names));
}

/** Podman reads many files in /etc and /usr/share; every one of them is replaced by one in the directory. */
async function writePodmanConfiguration(directory: string, unpacked: string): Promise<NodeJS.ProcessEnv> {
  const bridge = await claimBridge(directory);
  const programs = [path.join(directory, 'bin'), path.join(unpacked, 'usr/sbin'), path.join(unpacked, 'usr/bin')];
  const environment: NodeJS.ProcessEnv = {
    ...(await engineEnvironment(programs, unpacked)),
    HOME: path.join(directory, 'home'),
    TMPDIR: path.join(directory, 'tmp'),
    CONTAINERS_CONF: path.join(directory, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: path.join(directory, 'storage.conf'),
    CONTAINERS_REGISTRIES_CONF: path.join(directory, 'registries.conf'),
    // iptables finds its extensions where the package would have installed them.
    XTABLES_LIBDIR: (await libraryDirectories(unpacked)).map((library) => path.join(library, 'xtables')).join(':'),
  };
  const networks = path.join(directory, 'networks');
  const policies = path.join(directory, 'home/.config/containers');
  await mkdir(policies, { recursive: true });
  for (const made of ['networks', 'tmp', 'bin']) await mkdir(path.join(directory, made));
  // These names are links the package makes when it is installed; netavark publishes ports with them.
  for (const name of ['iptables', 'ip6tables']) {
    await symlink(path.join(unpacked, 'usr/sbin/xtables-nft-multi'), path.join(directory, 'bin', name));
  }

  await writeFile(
    path.join(directory, 'containers.conf'),
    `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=10000:10000"]
seccomp_profile = ${quoted(unpacked, 'usr/share/containers/seccomp.json')}
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = ${quoted(directory, 'tmp')}
conmon_path = [${quoted(unpacked, 'usr/bin/conmon')}]
helper_binaries_dir = [${quoted(unpacked, 'usr/lib/podman')}]
# The clean-up after a container starts with next to no environment.
env = [${['PATH', 'XTABLES_LIBDIR'].map((name) => JSON.stringify(`${name}=${environment[name]}`)).join(', ')}]
[engine.runtimes]
runc = [${quoted(unpacked, 'usr/sbin/runc')}]
[network]
network_backend = "netavark"
network_config_dir = ${quoted(networks)}
default_subnet = "${bridge.subnet}"
default_subnet_pools = [{ base = "${bridge.poolSubnet}", size = 28 }]
`,
  );
  await writeFile(
    path.join(directory, 'storage.conf'),
    `[storage]\ndriver = "overlay"\ngraphroot = ${quoted(directory, 'root')}\nrunroot = ${quoted(directory, 'run')}\n`,
  );
  // The registry of the tests is on loopback and speaks plain HTTP.
  await writeFile(
    path.join(directory, 'registries.conf'),
    `unqualified-search-registries = []\n[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n`,
  );
  await writeFile(path.join(policies, 'policy.json'), `{"default":[{"type":"insecureAcceptAnything"}]}`);
  await writeFile(
    path.join(networks, 'podman.json'),
    JSON.stringify({
      name: 'podman',
      id: '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9',
      driver: 'bridge',
      network_interface: bridge.name,
      created: '2026-01-01T00:00:00Z',
      subnets: [{ subnet: bridge.subnet, gateway: bridge.gateway }],
      ipv6_enabled: false,
      internal: false,
      dns_enabled: false,
      ipam_options: { driver: 'host-local' },
    }),
  );
  return environment;
}
