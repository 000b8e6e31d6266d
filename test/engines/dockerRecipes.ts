// The two Docker engines: the one Debian ships and the one users run today.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { claimBridge } from './bridges.ts';
import { builtGoPrograms, unpackedDebianPackages } from './cache.ts';
import { type EnginePlan, type EngineRecipe, engineEnvironment } from './recipe.ts';

const debianDockerPackages = [
  'docker.io',
  'containerd',
  'runc',
  'tini',
  'libdevmapper1.02.1',
  'libseccomp2',
  'libsystemd0',
];

const mobyVersion = '2.0.0-beta.24';
const containerdVersion = '2.4.2';

async function gvisorPrograms(): Promise<string> {
  return await builtGoPrograms('gvisor', [
    { package: 'gvisor.dev/gvisor/runsc', version: 'v0.0.0-20260905035102-160fafc42237' },
  ]);
}

async function debianDocker(): Promise<string> {
  return await unpackedDebianPackages('debian', debianDockerPackages);
}

/** Where a docker client is, for machines without one. */
export async function dockerClientDirectory(): Promise<string> {
  return path.join(await debianDocker(), 'usr/bin');
}

async function currentDocker(): Promise<string> {
  const moby = 'github.com/moby/moby/v2';
  const containerd = 'github.com/containerd/containerd/v2';
  return await builtGoPrograms('current', [
    {
      package: `${moby}/cmd/dockerd`,
      version: `v${mobyVersion}`,
      // Without the stamp it calls itself library-import.
      linkerFlags: `-X ${moby}/dockerversion.Version=${mobyVersion}`,
    },
    { package: `${moby}/cmd/docker-proxy`, version: `v${mobyVersion}` },
    {
      package: `${containerd}/cmd/containerd`,
      version: `v${containerdVersion}`,
      linkerFlags: `-X ${containerd}/version.Version=${containerdVersion}`,
    },
    { package: `${containerd}/cmd/containerd-shim-runc-v2`, version: `v${containerdVersion}` },
    {
      package: 'github.com/opencontainers/runc',
      version: 'v1.5.2',
      tags: 'seccomp',
      developmentPackages: ['libseccomp-dev', 'libseccomp2'],
    },
  ]);
}

/** The arguments both Docker engines share. No firewall rules: docker-proxy carries the published ports. */
async function dockerdArguments(directory: string, configuration: Record<string, unknown>): Promise<string[]> {
  const bridge = await claimBridge(directory);
  const configFile = path.join(directory, 'daemon.json');
  await writeFile(configFile, JSON.stringify(configuration));
  return [
    // A file of its own, so that the machine's /etc/docker/daemon.json is not read.
    `--config-file=${configFile}`,
    '--iptables=false',
    '--ip6tables=false',
    '--ip-masq=false',
    '--ip-forward=false',
    `--bridge=${bridge.name}`,
    `--default-address-pool=base=${bridge.poolSubnet},size=28`,
    `--data-root=${path.join(directory, 'data')}`,
    `--exec-root=${path.join(directory, 'exec')}`,
    `--pidfile=${path.join(directory, 'pid')}`,
    `--host=unix://${path.join(directory, 'docker.sock')}`,
  ];
}

export const debian: EngineRecipe = {
  ensure: async () => void (await debianDocker()),
  plan: async (directory, { liveRestore = false }) => {
    const unpacked = await debianDocker();
    const programs = ['usr/sbin', 'usr/bin'].map((name) => path.join(unpacked, name));
    return {
      processes: [
        {
          program: path.join(unpacked, 'usr/sbin/dockerd'),
          programArguments: [
            // The engine's ID comes from this key; the one in /etc/docker would give all engines the same ID.
            ...(await dockerdArguments(directory, {
              'deprecated-key-path': path.join(directory, 'key.json'),
              'live-restore': liveRestore,
            })),
            `--userland-proxy-path=${path.join(unpacked, 'usr/sbin/docker-proxy')}`,
            `--init-path=${path.join(unpacked, 'usr/bin/tini-static')}`,
          ],
          environment: await engineEnvironment(programs, unpacked),
          socketPath: path.join(directory, 'docker.sock'),
        },
      ],
    };
  },
};

export const current: EngineRecipe = {
  ensure: async () => {
    await currentDocker();
    await debianDocker();
  },
  plan: async (directory, { liveRestore = false }) => await planCurrent(directory, { 'live-restore': liveRestore }),
};

export const gvisor: EngineRecipe = {
  ensure: async () => {
    await current.ensure();
    await gvisorPrograms();
  },
  plan: async (directory, { liveRestore = false }) => {
    const wrapper = path.join(directory, 'runsc');
    const program = path.join(await gvisorPrograms(), 'runsc');
    // No cgroup of this machine can be given to it, so the limits of memory and processes are not kept there.
    const script = `#!/bin/sh\nexec ${program} --ignore-cgroups --platform=systrap --root=${directory}/runsc-state "$@"\n`;
    await writeFile(wrapper, script, { mode: 0o755 });
    return await planCurrent(directory, { 'live-restore': liveRestore, runtimes: { runsc: { path: wrapper } } });
  },
};

async function planCurrent(directory: string, configuration: Record<string, unknown>): Promise<EnginePlan> {
  const programs = await currentDocker();
  // The Debian packages lend tini and libseccomp, which Go programs cannot bring.
  const unpacked = await debianDocker();
  const environment = await engineEnvironment([programs], unpacked);
  const containerdSocket = path.join(directory, 'containerd.sock');
  const containerdConfig = path.join(directory, 'containerd.toml');
  await writeFile(containerdConfig, containerdConfiguration(directory));
  return {
    processes: [
      {
        program: path.join(programs, 'containerd'),
        programArguments: [
          `--config=${containerdConfig}`,
          `--address=${containerdSocket}`,
          `--root=${path.join(directory, 'ctr')}`,
          `--state=${path.join(directory, 'ctr-state')}`,
        ],
        environment,
        socketPath: containerdSocket,
      },
      {
        program: path.join(programs, 'dockerd'),
        programArguments: [
          ...(await dockerdArguments(directory, configuration)),
          `--containerd=${containerdSocket}`,
          `--userland-proxy-path=${path.join(programs, 'docker-proxy')}`,
          `--init-path=${path.join(unpacked, 'usr/bin/tini-static')}`,
        ],
        environment,
        socketPath: path.join(directory, 'docker.sock'),
      },
    ],
  };
}

function containerdConfiguration(directory: string): string {
  // The Kubernetes parts are not used, and the optional plugins would be looked for outside the directory.
  return `version = 3
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[plugins."io.containerd.internal.v1.opt"]
  path = ${JSON.stringify(path.join(directory, 'ctr-opt'))}
`;
}
