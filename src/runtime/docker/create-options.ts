// Pure: from what is asked and what the engine can do to the body of a create.

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceSpec, MountSpec, PortSpec } from '../../domain/runtime-spec.ts';
import type { SecurityClass } from '../../domain/template.ts';
import type { EngineCapabilities } from './capabilities.ts';
import { labelsFor } from './labels.ts';

export interface CreateContext {
  readonly instanceId: string;
  readonly capabilities: EngineCapabilities;
  /** From a path on the daemon's host to the path the engine knows it by. */
  readonly translateSource: (hostPath: string) => string;
  /** What follows "seccomp=" when the spec asks for the shipped profile; null when the engine takes none. */
  readonly shippedProfile: string | null;
}

/** The part of Docker's create body that sandkeep uses. */
export interface CreateBody {
  readonly Image: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Env: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly StopTimeout: number;
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly AttachStdin: false;
  readonly AttachStdout: false;
  readonly AttachStderr: false;
  readonly Tty: false;
  readonly HostConfig: HostConfig;
}

export interface HostConfig {
  readonly AutoRemove: false;
  readonly RestartPolicy: { readonly Name: 'no' };
  readonly Privileged: false;
  readonly CapDrop: readonly string[];
  readonly CapAdd: readonly string[];
  readonly SecurityOpt: readonly string[];
  readonly ReadonlyRootfs: boolean;
  readonly Tmpfs?: Readonly<Record<string, string>>;
  readonly Memory: number;
  readonly MemorySwap: number;
  readonly NanoCpus: number;
  readonly PidsLimit: number;
  readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  readonly ShmSize?: number;
  readonly OomScoreAdj: number;
  readonly Init?: boolean;
  readonly IpcMode: 'private';
  readonly CgroupnsMode: 'private';
  readonly NetworkMode: string;
  readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;
  readonly LogConfig?: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
  readonly Mounts: readonly BindMount[];
  readonly Runtime?: string;
}

interface BindMount {
  readonly Type: 'bind';
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
  readonly BindOptions: { readonly Propagation: 'rprivate' };
}

const nanoCpusPerCpu = 1_000_000_000;
/** The sandbox goes before the host's own services when memory runs out. */
const oomScoreAdjustment = 500;
const runDirectoryBytes = 16 * 1024 * 1024;
/** What Podman needs to hear; the process limit that counts is PidsLimit. */
const podmanProcessUlimit = 4096;

const classCapabilities: Readonly<Record<SecurityClass, readonly string[]>> = {
  strict: [],
  compat: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
};

/**
 * The body of a create. CREATE_REFUSED for a network or OCI runtime that is not allowed,
 * NOT_SUPPORTED for what this engine cannot do.
 */
export function createBody(spec: InstanceSpec, context: CreateContext): CreateBody {
  return {
    Image: spec.image,
    Labels: labelsFor(spec, context.instanceId),
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    ...(spec.command === null ? {} : { Cmd: spec.command }),
    ...(spec.workdir === null ? {} : { WorkingDir: spec.workdir }),
    ...(spec.user === null ? {} : { User: spec.user }),
    StopTimeout: Math.ceil(spec.stopGraceMs / 1000),
    ExposedPorts: Object.fromEntries(publishedPorts(spec).map((port) => [portKey(port), {}])),
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    Tty: false,
    HostConfig: hostConfig(spec, context),
  };
}

/** Capabilities the sandbox is meant to have, without "CAP_", sorted. */
function askedCapabilities(spec: InstanceSpec, capabilities: EngineCapabilities): readonly string[] {
  const { class: securityClass, extraCapabilities } = spec.security;
  // Those of a class are meant for root inside, and on Docker nobody else can use them.
  const forClass = capabilities.grantsToEveryUser && !isRoot(spec.user) ? [] : classCapabilities[securityClass];
  return [...new Set([...forClass, ...extraCapabilities].map(plainCapability))].sort();
}

/** The image's own user counts as root: it is not known here. */
function isRoot(user: string | null): boolean {
  return user === null || /^(root|0+)?(:|$)/.test(user);
}

/** "CAP_CHOWN" and "chown" as "CHOWN". */
export function plainCapability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

function hostConfig(spec: InstanceSpec, context: CreateContext): HostConfig {
  const { limits, security } = spec;
  const { capabilities } = context;
  return {
    AutoRemove: false,
    RestartPolicy: { Name: 'no' },
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: askedCapabilities(spec, capabilities),
    SecurityOpt: securityOptions(spec, context),
    ReadonlyRootfs: security.readOnlyRoot,
    ...(security.readOnlyRoot ? { Tmpfs: temporaryDirectories(limits.tmpBytes) } : {}),
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
    NanoCpus: Math.round(limits.cpus * nanoCpusPerCpu),
    PidsLimit: limits.pids,
    Ulimits: ulimits(limits.openFiles, capabilities),
    ...(limits.shmBytes > 0 ? { ShmSize: limits.shmBytes } : {}),
    OomScoreAdj: oomScoreAdjustment,
    ...(capabilities.init ? { Init: true } : {}),
    IpcMode: 'private',
    CgroupnsMode: 'private',
    NetworkMode: networkMode(spec.network),
    PortBindings: portBindings(publishedPorts(spec)),
    ...logConfig(spec, capabilities),
    Mounts: spec.mounts.map((mount) => bindMount(mount, context)),
    ...ociRuntime(spec.ociRuntime, capabilities),
  };
}

function securityOptions(spec: InstanceSpec, context: CreateContext): readonly string[] {
  const noNewPrivileges = 'no-new-privileges:true';
  // The engine's own profile is in force when none is named.
  if (spec.security.seccomp === 'default') return [noNewPrivileges];
  if (context.shippedProfile !== null) return [noNewPrivileges, `seccomp=${context.shippedProfile}`];
  const { engine } = context.capabilities;
  throw new SandkeepError(
    'NOT_SUPPORTED',
    `security.seccomp: ${engine} on another host takes no seccomp profile; use "default", or a local engine`,
    { metadata: { field: 'security.seccomp', engine } },
  );
}

function temporaryDirectories(tmpBytes: number): Readonly<Record<string, string>> {
  return {
    '/tmp': `rw,nosuid,nodev,size=${tmpBytes}`,
    '/run': `rw,nosuid,nodev,size=${runDirectoryBytes}`,
  };
}

function ulimits(openFiles: number, capabilities: EngineCapabilities): HostConfig['Ulimits'] {
  return [
    { Name: 'nofile', Soft: openFiles, Hard: openFiles },
    { Name: 'core', Soft: 0, Hard: 0 },
    ...(capabilities.needsProcessUlimit
      ? [{ Name: 'nproc', Soft: podmanProcessUlimit, Hard: podmanProcessUlimit }]
      : []),
  ];
}

function networkMode(network: string): string {
  // Another's network namespace would void the isolation and the published ports.
  if (/^(host|container:.*|ns:.*|slirp4netns.*|pasta.*)$/i.test(network) || network === '') {
    throw refused('network', `"${network}" is not allowed; use "bridge", "none" or the name of a network`);
  }
  return network;
}

function ociRuntime(name: string | null, capabilities: EngineCapabilities): { readonly Runtime?: string } {
  if (name === null) return {};
  if (!capabilities.ociRuntimes.includes(name)) {
    const known = capabilities.ociRuntimes.join(', ');
    throw refused('ociRuntime', `the engine has no OCI runtime "${name}"; it lists ${known || 'none'}`);
  }
  return { Runtime: name };
}

function logConfig(spec: InstanceSpec, capabilities: EngineCapabilities): Pick<HostConfig, 'LogConfig'> {
  if (capabilities.logDriver === null) return {};
  const maxSize = { 'max-size': String(spec.limits.logMaxBytes) };
  // Podman's driver keeps one file.
  if (capabilities.logDriver === 'k8s-file') return { LogConfig: { Type: 'k8s-file', Config: maxSize } };
  const maxFiles = { 'max-file': String(spec.limits.logMaxFiles) };
  return { LogConfig: { Type: capabilities.logDriver, Config: { ...maxSize, ...maxFiles } } };
}

function bindMount(mount: MountSpec, context: CreateContext): BindMount {
  return {
    Type: 'bind',
    Source: context.translateSource(mount.source),
    Target: mount.target,
    ReadOnly: mount.readOnly,
    BindOptions: { Propagation: 'rprivate' },
  };
}

/** Without a network there is nothing to publish, and Podman refuses to. */
function publishedPorts(spec: InstanceSpec): readonly PortSpec[] {
  return spec.network === 'none' ? [] : spec.ports;
}

function portBindings(ports: readonly PortSpec[]): HostConfig['PortBindings'] {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) {
    const binding = { HostIp: port.hostAddress, HostPort: port.hostPort === null ? '' : String(port.hostPort) };
    (bindings[portKey(port)] ??= []).push(binding);
  }
  return bindings;
}

function portKey(port: PortSpec): string {
  return `${port.containerPort}/tcp`;
}

function refused(field: string, text: string): SandkeepError {
  return new SandkeepError('CREATE_REFUSED', `${field}: ${text}`, { metadata: { field } });
}
