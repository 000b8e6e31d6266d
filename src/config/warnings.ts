// What is allowed but should be known: named loosenings and settings without effect.

import { isAtOrBelow } from '../domain/mount-rules.ts';
import type { Settings } from '../domain/settings.ts';
import type { Template } from '../domain/template.ts';

export function settingsWarnings(settings: Settings): readonly string[] {
  return [
    ...pathWarnings(settings),
    ...[...settings.templates.values()].flatMap((template) =>
      templateWarnings(template).map((text) => `templates.${template.name}.${text}`),
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

function templateWarnings(template: Template): string[] {
  const { security, limits, publish } = template;
  const warnings: string[] = [];
  if (template.missingEnvironment.length > 0) {
    warnings.push(`environment: not set for the daemon: ${template.missingEnvironment.join(', ')}; creates will fail`);
  }
  const lacksNamespace = template.workspacePath !== null && !/\{(namespace|id)\}/.test(template.workspacePath);
  if (lacksNamespace)
    warnings.push('workspace_path: without {namespace} all namespaces share the workspaces of a user');
  if (template.runtime !== 'docker') return warnings;
  if (security.extraCapabilities.length > 0) {
    warnings.push(
      `security.extra_capabilities: loosens class ${security.class} by ${security.extraCapabilities.join(', ')}`,
    );
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
