// Whether the engine took what was asked. Engines rewrite their answers, so the comparison is by meaning:
// what the sandbox may do, not how it is spelled.

import type { EngineCapabilities } from './capabilities.ts';
import { type CreateBody, plainCapability } from './create-options.ts';
import { flagAt, listAt, numberAt, objectAt, textAt, textsAt } from './json.ts';

/** What Docker grants when nothing is dropped; both engines write their lists relative to it. */
const engineDefaultCapabilities = (
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE ' +
  'NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'
).split(' ');

/** Fields of the create in which the engine did something weaker than asked; empty when all is well. */
export function ignoredFields(
  asked: CreateBody,
  inspection: unknown,
  capabilities: EngineCapabilities,
): readonly string[] {
  const host = asked.HostConfig;
  const checks: readonly (readonly [string, boolean])[] = [
    ['privileged', !flagAt(inspection, 'HostConfig', 'Privileged')],
    ['capabilities', hasOnlyCapabilities(inspection, host.CapAdd)],
    ['noNewPrivileges', hasNoNewPrivileges(inspection)],
    ['seccomp', !textsAt(inspection, 'HostConfig', 'SecurityOpt').includes('seccomp=unconfined')],
    ['readOnlyRoot', !host.ReadonlyRootfs || flagAt(inspection, 'HostConfig', 'ReadonlyRootfs')],
    ['network', hasItsNetwork(asked, inspection, capabilities)],
    ['namespaces', hasOwnNamespaces(inspection)],
    ['devices', listAt(inspection, 'HostConfig', 'Devices').length === 0],
    ['user', asked.User === undefined || textAt(inspection, 'Config', 'User') === asked.User],
    ['ociRuntime', asked.HostConfig.Runtime === undefined || isRunBy(inspection, asked.HostConfig.Runtime)],
    ['ports.hostAddress', hasOnlyHostAddresses(inspection, host.PortBindings)],
    ['limits.memoryBytes', !capabilities.memoryLimit || isLimited(inspection, 'Memory', host.Memory)],
    ['limits.swap', !capabilities.swapLimit || isLimited(inspection, 'MemorySwap', host.MemorySwap)],
    ['limits.cpus', !capabilities.cpuLimit || isLimited(inspection, 'NanoCpus', host.NanoCpus)],
    ['limits.pids', !capabilities.pidsLimit || isLimited(inspection, 'PidsLimit', host.PidsLimit)],
    ['mounts.readOnly', keepsReadOnlyMounts(asked, inspection)],
  ];
  return checks.flatMap(([field, isKept]) => (isKept ? [] : [field]));
}

function hasOnlyCapabilities(inspection: unknown, asked: readonly string[]): boolean {
  const dropped = textsAt(inspection, 'HostConfig', 'CapDrop').map(plainCapability);
  const added = textsAt(inspection, 'HostConfig', 'CapAdd').map(plainCapability);
  const kept = dropped.includes('ALL') ? [] : engineDefaultCapabilities.filter((name) => !dropped.includes(name));
  return [...kept, ...added].every((name) => asked.includes(name));
}

function hasNoNewPrivileges(inspection: unknown): boolean {
  const options = textsAt(inspection, 'HostConfig', 'SecurityOpt');
  return options.some((option) => /^no-new-privileges([:=]true)?$/.test(option));
}

/** Podman has names of its own for its networks, so there only what would void the isolation is looked for. */
function hasItsNetwork(asked: CreateBody, inspection: unknown, { engine }: EngineCapabilities): boolean {
  const mode = textAt(inspection, 'HostConfig', 'NetworkMode');
  if (isOfOthers(mode)) return false;
  return engine === 'podman' || mode === asked.HostConfig.NetworkMode;
}

/** A namespace of the host, of another container, or one that somebody has made. */
function isOfOthers(mode: string): boolean {
  return /^(host|container:|ns:)/.test(mode);
}

/** Of processes, IPC, host name, users and cgroups: never those of the host or of another container. */
function hasOwnNamespaces(inspection: unknown): boolean {
  const modes = ['PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupnsMode'];
  return modes.every((mode) => !isOfOthers(textAt(inspection, 'HostConfig', mode)));
}

/** Podman names the program by its path. */
function isRunBy(inspection: unknown, asked: string): boolean {
  const runtime = textAt(inspection, 'HostConfig', 'Runtime');
  const podmans = textAt(inspection, 'OCIRuntime');
  return runtime === asked || podmans === asked || podmans.endsWith(`/${asked}`);
}

function hasOnlyHostAddresses(inspection: unknown, asked: CreateBody['HostConfig']['PortBindings']): boolean {
  return Object.entries(objectAt(inspection, 'HostConfig', 'PortBindings')).every(([key, bindings]) => {
    const allowed = (asked[key] ?? []).map((binding) => binding.HostIp);
    return listAt({ bindings }, 'bindings').every((binding) => allowed.includes(textAt(binding, 'HostIp')));
  });
}

function isLimited(inspection: unknown, field: string, asked: number): boolean {
  const limit = numberAt(inspection, 'HostConfig', field);
  if (asked <= 0) return true;
  return limit !== null && limit > 0 && limit <= asked;
}

function keepsReadOnlyMounts(asked: CreateBody, inspection: unknown): boolean {
  const mounts = listAt(inspection, 'Mounts');
  return asked.HostConfig.Mounts.filter((mount) => mount.ReadOnly).every((mount) => {
    const found = mounts.find((candidate) => textAt(candidate, 'Destination') === mount.Target);
    return found !== undefined && !flagAt(found, 'RW');
  });
}
