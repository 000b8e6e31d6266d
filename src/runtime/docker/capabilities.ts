// What the engine behind the socket is and can do, read once per connection. Every difference between
// engines that the adapter acts on is a field here.

import { SandkeepError } from '../../domain/errors.ts';
import type { RuntimeInfo } from '../../ports/runtime.ts';
import type { EngineClient } from './client.ts';
import { flagAt, listAt, numberAt, objectAt, textAt, textsAt } from './json.ts';

export interface EngineCapabilities {
  readonly engine: 'docker' | 'podman';
  readonly version: string;
  /** The API version both sides speak. */
  readonly apiVersion: string;
  readonly engineId: string | null;
  /** An init process can be put in front of the command. */
  readonly init: boolean;
  /** Log driver with bounded size, or null where the engine offers none that we know. */
  readonly logDriver: 'local' | 'json-file' | 'k8s-file' | null;
  /** Podman adds a process limit it may not be allowed to set, unless one is named. */
  readonly needsProcessUlimit: boolean;
  /** The engine runs the health check of an image by itself. */
  readonly imageHealthcheck: boolean;
  /** How a seccomp profile is given: as text, as a file on the engine's host, or not at all. */
  readonly seccompProfile: 'text' | 'file' | 'none';
  /** Capabilities that are added reach a user who is not root too, by way of the ambient set. */
  readonly grantsToEveryUser: boolean;
  /** A mount whose source is missing is refused; otherwise the engine makes the directory. */
  readonly refusesMissingSources: boolean;
  /** Archives are of the path as given. Podman's follow links, expand patterns and hide the owner. */
  readonly exactArchives: boolean;
  /** The answer to whoever follows a log begins at once; Podman's begins with the first output. */
  readonly tellsLogBegin: boolean;
  /** Events can be asked for by kind. */
  readonly eventKindFilter: boolean;
  readonly memoryLimit: boolean;
  readonly swapLimit: boolean;
  readonly cpuLimit: boolean;
  readonly pidsLimit: boolean;
  readonly seccomp: boolean;
  /** Of the engine's host; null where it does not say. What is limited to more is not limited. */
  readonly memoryTotalBytes: number | null;
  readonly ociRuntimes: readonly string[];
  /** Programs that it starts containers with, by name. */
  readonly components: RuntimeInfo['components'];
  readonly storage: RuntimeInfo['storage'];
}

/** Newest API this adapter was written for, and the oldest it accepts. */
export const ourApiVersion = '1.47';
export const oldestApiVersion = '1.41';

/** Reads the record and sets the client's API version. CONFIG_INVALID when the engine is too old or too new. */
export async function readCapabilities(client: EngineClient, signal: AbortSignal): Promise<EngineCapabilities> {
  const version = await client.json({ method: 'GET', path: '/version', unversioned: true }, signal);
  const apiVersion = chooseApiVersion(textAt(version, 'ApiVersion'), textAt(version, 'MinAPIVersion'));
  client.useApiVersion(apiVersion);
  const info = await client.json({ method: 'GET', path: '/info' }, signal);
  return capabilitiesFrom(version, info, apiVersion, client.isLocal);
}

/** Pure: the record from the engine's two answers. */
export function capabilitiesFrom(
  version: unknown,
  info: unknown,
  apiVersion: string,
  isLocal: boolean,
): EngineCapabilities {
  const isPodman = listAt(version, 'Components').some((component) => /podman/i.test(textAt(component, 'Name')));
  const logDrivers = textsAt(info, 'Plugins', 'Log');
  const preferredDrivers = isPodman ? (['k8s-file'] as const) : (['local', 'json-file'] as const);
  const initBinary = textAt(info, 'InitBinary');
  return {
    engine: isPodman ? 'podman' : 'docker',
    version: textAt(version, 'Version'),
    apiVersion,
    // Podman makes a new one up for every call.
    engineId: isPodman ? null : textAt(info, 'ID') || null,
    // Podman says nothing about its init program and fails at create when it is missing.
    init: !isPodman && initBinary !== '',
    logDriver: preferredDrivers.find((driver) => logDrivers.includes(driver)) ?? null,
    needsProcessUlimit: isPodman,
    // Podman runs them by systemd timers, which its service often does not have.
    imageHealthcheck: !isPodman,
    // A file of ours is on the engine's host only when the engine is on ours.
    seccompProfile: isPodman ? (isLocal ? 'file' : 'none') : 'text',
    grantsToEveryUser: isPodman,
    refusesMissingSources: !isPodman,
    exactArchives: !isPodman,
    tellsLogBegin: !isPodman,
    eventKindFilter: !isPodman,
    memoryLimit: flagAt(info, 'MemoryLimit'),
    swapLimit: flagAt(info, 'SwapLimit'),
    cpuLimit: flagAt(info, 'CpuCfsQuota'),
    pidsLimit: flagAt(info, 'PidsLimit'),
    seccomp: textsAt(info, 'SecurityOptions').some((option) => option.startsWith('name=seccomp')),
    memoryTotalBytes: numberAt(info, 'MemTotal'),
    ociRuntimes: Object.keys(objectAt(info, 'Runtimes')),
    components: componentsOf(version),
    storage: storageOf(info),
  };
}

/** Podman names "OCI Runtime (runc)" with all that this says of itself: "runc version 1.1.5", and further lines. */
function componentsOf(version: unknown): EngineCapabilities['components'] {
  return listAt(version, 'Components').map((component) => {
    const name = textAt(component, 'Name');
    const text = textAt(component, 'Version');
    const inside = /^OCI Runtime \((\w+)\)$/.exec(name)?.[1];
    return inside === undefined
      ? { name, version: text }
      : { name: inside, version: /\d+\.\S+/.exec(text)?.[0] ?? text };
  });
}

/** What the engines document of sizes: btrfs and zfs limit them, overlay only on xfs with project quotas. */
function storageOf(info: unknown): EngineCapabilities['storage'] {
  const driver = textAt(info, 'Driver');
  if (driver === '') return null;
  const rows = listAt(info, 'DriverStatus').filter((row): row is readonly unknown[] => Array.isArray(row));
  const backing = rows.find(([name]) => name === 'Backing Filesystem')?.[1];
  const fileSystem = typeof backing === 'string' ? backing : '';
  if (driver === 'btrfs' || driver === 'zfs') return { driver, fileSystem, quota: 'yes' };
  const isOnXfs = (driver === 'overlay2' || driver === 'overlay') && fileSystem === 'xfs';
  return { driver, fileSystem, quota: isOnXfs ? 'mount' : 'no' };
}

/** The newest API version both sides speak. CONFIG_INVALID when there is none. */
export function chooseApiVersion(theirs: string, theirOldest: string): string {
  if (!/^\d+\.\d+$/.test(theirs)) {
    throw new SandkeepError(
      'CONFIG_INVALID',
      'what answers on the socket is no container engine: it names no API version',
    );
  }
  if (isOlder(theirs, oldestApiVersion)) {
    throw new SandkeepError(
      'CONFIG_INVALID',
      `the container engine speaks API ${theirs}; sandkeep needs ${oldestApiVersion} (Docker 20.10, Podman 4) or newer`,
      { metadata: { theirs, oldest: oldestApiVersion } },
    );
  }
  const chosen = isOlder(theirs, ourApiVersion) ? theirs : ourApiVersion;
  if (/^\d+\.\d+$/.test(theirOldest) && isOlder(chosen, theirOldest)) {
    throw new SandkeepError(
      'CONFIG_INVALID',
      `the container engine speaks API ${theirOldest} and newer; this sandkeep only up to ${ourApiVersion}: update it`,
      { metadata: { theirOldest, ours: ourApiVersion } },
    );
  }
  return chosen;
}

/** The record as the rest of the daemon sees it. */
export function runtimeInfo(capabilities: EngineCapabilities): RuntimeInfo {
  return {
    engine: capabilities.engine,
    version: capabilities.version,
    apiVersion: capabilities.apiVersion,
    engineId: capabilities.engineId,
    components: capabilities.components,
    storage: capabilities.storage,
    capabilities: {
      pause: true,
      exec: true,
      images: true,
      hostExec: false,
      publishedPorts: true,
      imageHealthcheck: capabilities.imageHealthcheck,
      init: capabilities.init,
      events: true,
      logs: true,
      ociRuntimes: capabilities.ociRuntimes,
    },
    degraded: degradedModes(capabilities),
  };
}

function degradedModes(capabilities: EngineCapabilities): RuntimeInfo['degraded'] {
  const kernelRemedy = 'enable the cpu, memory and pids cgroup controllers of the host, then restart the engine';
  const modes: readonly (readonly [boolean, string, string])[] = [
    [
      !capabilities.init,
      'PID 1 of a sandbox is its own command: no init reaps its children or passes on SIGTERM',
      capabilities.engine === 'podman'
        ? 'use an image with an init, or Docker'
        : 'install docker-init (tini) and set "init-path" in daemon.json',
    ],
    [
      capabilities.logDriver === null,
      'the size of sandbox logs is not limited',
      'enable the log driver "local" (Docker) or "k8s-file" (Podman)',
    ],
    [
      !capabilities.imageHealthcheck,
      'health checks of images are not run; readiness "healthcheck" never succeeds',
      'use readiness "http", "tcp" or "exec"',
    ],
    [!capabilities.memoryLimit, 'memory limits are not enforced', kernelRemedy],
    [!capabilities.swapLimit, 'swap is not limited', 'boot with swapaccount=1, or use cgroup v2'],
    [!capabilities.cpuLimit, 'CPU limits are not enforced', kernelRemedy],
    [!capabilities.pidsLimit, 'process limits are not enforced', kernelRemedy],
    [!capabilities.seccomp, 'system calls are not filtered', 'use an engine and kernel with seccomp'],
  ];
  return modes.flatMap(([isDegraded, mode, remedy]) => (isDegraded ? [{ mode, remedy }] : []));
}

function isOlder(left: string, right: string): boolean {
  const [leftMajor = 0, leftMinor = 0] = left.split('.').map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split('.').map(Number);
  return leftMajor === rightMajor ? leftMinor < rightMinor : leftMajor < rightMajor;
}
