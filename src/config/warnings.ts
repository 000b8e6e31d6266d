// What is allowed but should be known: named loosenings and settings without effect.

import { isAtOrBelow } from '../domain/mount-rules.ts';
import { isRuntimeEnabled, type Settings } from '../domain/settings.ts';
import type { Template } from '../domain/template.ts';
import { keepsNamespacesApart } from './workspace-path.ts';

/** Listens on low ports of a network of its own; Docker lets every process in a container do that. */
const harmlessCapability = 'NET_BIND_SERVICE';

export function settingsWarnings(settings: Settings): readonly string[] {
  return [
    ...pathWarnings(settings),
    ...storageWarnings(settings),
    ...[...settings.templates.values()].flatMap((template) =>
      [...templateWarnings(template), ...timeWarnings(template), ...poolWarnings(template, settings)].map(
        (text) => `templates.${template.name}.${text}`,
      ),
    ),
  ];
}

function pathWarnings(settings: Settings): string[] {
  const useless = settings.allowedHostMounts.filter(
    (allowed) =>
      !isAtOrBelow(allowed, settings.paths.dataDir) &&
      settings.deniedMountSources.some((denied) => isAtOrBelow(allowed, denied)),
  );
  const warnings = useless.map((allowed) => `allowed_host_mounts: ${allowed} is never mounted, whatever is allowed`);
  if ((settings.paths.socketMode & 0o007) !== 0) {
    warnings.push('socket_mode: every user of this host who reaches the socket is admin of all sandboxes');
  }
  if (settings.runtimes.local.allowHostExec) {
    warnings.push('runtimes.local.allow_host_exec: commands of local sandboxes run on this host');
  }
  return warnings;
}

function storageWarnings({ storage, templates }: Settings): string[] {
  if (storage.kind === 'none') return [];
  const warnings: string[] = [];
  const stores = [...templates.values()].some((template) => template.storeWorkspace && template.workspace !== 'none');
  if (!stores) warnings.push('storage: nothing is stored, because no template has a workspace and store_workspace');
  const url = storage.kind === 's3' && storage.s3.endpoint !== null ? URL.parse(storage.s3.endpoint) : null;
  if (url?.protocol === 'http:' && !isLoopback(url.hostname)) {
    warnings.push('storage.s3.endpoint: workspaces cross the network unencrypted');
  }
  return warnings;
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function timeWarnings({ idleAction, heartbeatTimeoutMs }: Template): string[] {
  if (idleAction !== 'none' || heartbeatTimeoutMs === null || heartbeatTimeoutMs === 0) return [];
  return ['heartbeat_timeout: recycles the sandboxes of silent sessions, although idle_action is none'];
}

/** What keeps a pool from ever being full. */
function poolWarnings({ pool, runtime, maxSandboxes }: Template, settings: Settings): string[] {
  if (pool.size === 0) return [];
  const warnings: string[] = [];
  if (settings.loops.poolCheckIntervalMs === 0)
    warnings.push('pool.size: pool_check_interval is 0, so nothing fills it');
  if (!isRuntimeEnabled(settings, runtime))
    warnings.push(`pool.size: runtime ${runtime} is disabled, so it stays empty`);
  const limits = [
    { key: 'its max_sandboxes', limit: maxSandboxes },
    { key: 'max_sandboxes', limit: settings.admission.maxSandboxes },
  ];
  for (const { key, limit } of limits) {
    if (limit > 0 && pool.size > limit) warnings.push(`pool.size: ${key} leaves room for ${limit} only`);
  }
  return warnings;
}

function templateWarnings(template: Template): string[] {
  const { security, limits, publish } = template;
  const warnings: string[] = [];
  if (template.missingEnvironment.length > 0) {
    warnings.push(`environment: not set for the daemon: ${template.missingEnvironment.join(', ')}; creates will fail`);
  }
  const lacksNamespace = template.workspacePath !== null && !keepsNamespacesApart(template.workspacePath);
  if (lacksNamespace)
    warnings.push('workspace_path: without {namespace} all namespaces share the workspaces of a user');
  if (template.runtime !== 'docker') return warnings;
  const loosening = security.extraCapabilities.filter((name) => name !== harmlessCapability);
  if (loosening.length > 0) {
    warnings.push(`security.extra_capabilities: loosens class ${security.class} by ${loosening.join(', ')}`);
  }
  if (security.class === 'strict' && !security.readOnlyRoot) {
    warnings.push('security.read_only_root: loosens class strict by a writable root');
  }
  if (security.class === 'strict' && /^(0|root)(:|$)/.test(template.runAs ?? '')) {
    warnings.push('run_as: loosens class strict by the root user');
  }
  const unlimited = [
    ...(limits.memoryBytes === 0 ? ['memory'] : []),
    ...(limits.cpus === 0 ? ['cpus'] : []),
    ...(limits.pids === 0 ? ['pids'] : []),
  ];
  if (unlimited.length > 0) warnings.push(`limits: without a limit of ${unlimited.join(', ')}`);
  if (template.ports.length > 0 && (publish.host === '0.0.0.0' || publish.host === '::')) {
    warnings.push('publish_host: its ports can be reached from other machines');
  }
  return warnings;
}
