// From a merged template of the file to the template the daemon works with.

import type { PublishSettings, Readiness, Template, TemplateMount } from '../domain/template.ts';
import { type AgentscopeImages, resolveImage } from './agentscope.ts';
import { plainCapability } from './capabilities.ts';
import { templateDigest } from './digest.ts';
import { expandVariables } from './environment.ts';
import type { Finding } from './problems.ts';
import type { FileSettings } from './schema.ts';
import type { FileTemplate } from './template-schema.ts';

export interface BuildContext {
  readonly dataDir: string;
  readonly skillsDir: string;
  readonly docker: FileSettings['runtimes']['docker'];
  readonly agentscope: AgentscopeImages;
  readonly missingEnvironment: FileSettings['missing_environment'];
  readonly env: NodeJS.ProcessEnv;
}

export interface BuiltTemplate {
  readonly template: Template;
  readonly findings: readonly Finding[];
}

/** The service user of class strict. */
const strictUser = { uid: 10_001, gid: 10_001 };

export function buildTemplate(name: string, file: FileTemplate, context: BuildContext): BuiltTemplate {
  const environment = resolveEnvironment(file.environment, context);
  const isStrict = file.security.class === 'strict';
  const isStrictContainer = isStrict && file.runtime === 'docker';
  const hasWorkspace = file.workspace !== 'none';
  const withoutDigest: Omit<Template, 'digest'> = {
    name,
    runtime: file.runtime,
    image: resolveImage(file.image, context.agentscope),
    pull: file.pull,
    command: file.command,
    workdir: file.workdir,
    ports: file.ports,
    readiness: buildReadiness(file),
    environment: environment.values,
    missingEnvironment: environment.missing,
    tokenEnv: file.token_env,
    toolApi: file.tool_api,
    toolPort: file.tool_port ?? file.ports[0] ?? 0,
    limits: buildLimits(file.limits),
    security: {
      class: file.security.class,
      extraCapabilities: file.security.extra_capabilities.map(plainCapability),
      readOnlyRoot: file.security.read_only_root ?? isStrict,
      seccomp: file.security.seccomp,
    },
    runAs: file.run_as ?? (isStrictContainer ? `${strictUser.uid}:${strictUser.gid}` : null),
    network: file.network,
    ociRuntime: file.oci_runtime,
    mounts: file.mounts.map((mount) => buildMount(mount, context)),
    workspace: file.workspace,
    workspaceMounts: hasWorkspace ? file.workspace_mounts.map(renameReadOnly) : [],
    siblingMounts: hasWorkspace ? file.sibling_mounts.map(renameReadOnly) : [],
    workspaceOwner: file.workspace_owner ?? (isStrictContainer ? strictUser : null),
    workspaceMode: file.workspace_mode,
    workspacePath: file.workspace_path,
    workspaceDirectories: file.workspace_directories,
    publish: buildPublish(file, context),
    stopGraceMs: file.stop_grace,
    createTimeoutMs: file.create_timeout,
    autoStart: file.auto_start,
    idleTimeoutMs: file.idle_timeout,
    idleAction: file.idle_action,
    heartbeatTimeoutMs: file.heartbeat_timeout,
    releaseMode: file.release_mode,
    pool: buildPool(file.pool),
    maxSandboxes: file.max_sandboxes,
    storeWorkspace: file.store_workspace,
    labels: file.labels,
    refused: file.refused,
    description: file.description,
  };
  return { template: { ...withoutDigest, digest: templateDigest(withoutDigest) }, findings: environment.findings };
}

/** Replaces what stands for a directory of the daemon at the beginning of a source. */
export function resolveSource(source: string, context: Pick<BuildContext, 'dataDir' | 'skillsDir'>): string {
  return source.replace(/^\{data_dir\}/, () => context.dataDir).replace(/^\{skills_dir\}/, () => context.skillsDir);
}

function buildReadiness(file: FileTemplate): Readiness {
  const { readiness } = file;
  return {
    kind: readiness.kind,
    port: readiness.port ?? file.ports[0] ?? 0,
    path: readiness.path,
    expectedStatus: readiness.expected_status,
    headers: readiness.headers,
    command: readiness.command,
    timeoutMs: readiness.timeout,
  };
}

function buildLimits(limits: FileTemplate['limits']): Template['limits'] {
  return {
    memoryBytes: limits.memory,
    cpus: limits.cpus,
    pids: limits.pids,
    openFiles: limits.open_files,
    shmBytes: limits.shm_size,
    tmpBytes: limits.tmp_size,
    logMaxBytes: limits.log_max_size,
    logMaxFiles: limits.log_max_files,
  };
}

function buildPool(pool: FileTemplate['pool']): Template['pool'] {
  return {
    size: pool.size,
    refillConcurrency: pool.refill_concurrency,
    refillIntervalMs: pool.refill_interval,
    refillDelayMs: pool.refill_delay,
    maxAgeMs: pool.max_age,
    frozen: pool.frozen,
    maxFailures: pool.max_failures,
    retryMinMs: pool.retry_min,
    retryMaxMs: pool.retry_max,
  };
}

function buildMount(mount: FileTemplate['mounts'][number], context: BuildContext): TemplateMount {
  return { ...renameReadOnly(mount), source: resolveSource(mount.source, context) };
}

function renameReadOnly<T extends { readonly read_only: boolean }>(
  mount: T,
): Omit<T, 'read_only'> & { readonly readOnly: boolean } {
  const { read_only: readOnly, ...rest } = mount;
  return { ...rest, readOnly };
}

function buildPublish(file: FileTemplate, context: BuildContext): PublishSettings {
  return {
    host: file.publish_host ?? context.docker.publish_host,
    portRange: file.port_range ?? context.docker.port_range,
  };
}

interface ResolvedEnvironment {
  readonly values: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  readonly findings: readonly Finding[];
}

function resolveEnvironment(written: Readonly<Record<string, string>>, context: BuildContext): ResolvedEnvironment {
  const findings: Finding[] = [];
  const missing = new Set<string>();
  const entries = Object.entries(written).map(([name, template]): [string, string] => {
    const expansion = expandVariables(template, context.env);
    for (const variable of expansion.missing) missing.add(variable);
    if (expansion.isMalformed) {
      findings.push({
        path: ['environment', name],
        message: 'holds a "$" that begins no variable',
        hint: 'Write "$$" for a dollar, "$NAME" or "${NAME}" for a variable.',
      });
    }
    return [name, expansion.text];
  });
  const counts = context.missingEnvironment === 'error';
  return { values: Object.fromEntries(entries), missing: counts ? [...missing].sort() : [], findings };
}
