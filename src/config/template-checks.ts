// Checks of a template that look at more than one key.

import {
  checkDistinctTargets,
  checkMountSource,
  checkMountTarget,
  isNormalisedPath,
  type MountRules,
  systemMountTargets,
} from '../domain/mount-rules.ts';
import { validateEnvironmentVariable, validateLabel } from '../domain/names.ts';
import type { Template } from '../domain/template.ts';
import { knownCapabilities } from './capabilities.ts';
import { caught, type Finding } from './problems.ts';
import type { KeyPath } from './schema-walk.ts';
import { nearestName } from './suggest.ts';
import { checkWorkspacePath, keepsNamespacesApart } from './workspace-path.ts';

export interface DeclaredMount {
  readonly source: string;
  readonly target: string;
}

export interface CheckContext {
  readonly rules: MountRules;
  /** With access tokens namespaces keep tenants apart, so no two of them may meet in one workspace. */
  readonly tokens: 'off' | 'required';
  readonly allowedOciRuntimes: readonly string[];
  /** The mounts the file itself declares in this template, by their place in its list. */
  readonly declaredMounts: readonly DeclaredMount[];
  /** Whether anything says what kind of readiness is meant. */
  readonly namesReadinessKind: boolean;
}

const smallestMemoryBytes = 6 * 1024 * 1024;
const writableForAll = 0o002;

/** Findings with paths inside the template. */
export function checkTemplate(template: Template, context: CheckContext): Finding[] {
  return [
    ...checkImage(template, context),
    ...checkReadiness(template, context),
    ...checkTools(template),
    ...checkEnvironment(template),
    ...checkSecurity(template),
    ...checkWorkspace(template),
    ...checkTenants(template, context),
    ...checkPool(template),
    ...checkMounts(template, context),
    ...checkLabels(template),
  ];
}

function checkImage(template: Template, context: CheckContext): Finding[] {
  const findings: Finding[] = [];
  if (template.runtime === 'docker' && template.image === '') {
    findings.push(
      at(['image'], 'missing; a docker template needs an image', 'Name one, or extend a template with one.'),
    );
  }
  if (/\s/.test(template.image)) {
    findings.push(at(['image'], 'holds spaces', 'Write registry/name:tag or registry/name@sha256:digest.'));
  }
  if (/[{}]/.test(template.image)) {
    const hint = 'Only {agentscope_repository} and {agentscope_tag} stand for something.';
    findings.push(at(['image'], 'holds braces that stand for nothing', hint));
  }
  const { ociRuntime } = template;
  if (ociRuntime !== null && !context.allowedOciRuntimes.includes(ociRuntime)) {
    findings.push(
      at(['oci_runtime'], `${quote(ociRuntime)} is not allowed`, 'Add it to runtimes.docker.allowed_oci_runtimes.'),
    );
  }
  const { memoryBytes } = template.limits;
  if (memoryBytes > 0 && memoryBytes < smallestMemoryBytes) {
    findings.push(at(['limits', 'memory'], 'engines refuse less than 6m', 'Give more, or 0 for no limit.'));
  }
  if (template.workdir !== null && !isNormalisedPath(template.workdir)) {
    findings.push(at(['workdir'], 'expected an absolute path without "..", doubled or trailing slashes', ''));
  }
  if (new Set(template.ports).size !== template.ports.length) {
    findings.push(at(['ports'], 'names a port twice', 'Remove one of them.'));
  }
  return findings;
}

function checkReadiness(template: Template, context: CheckContext): Finding[] {
  const { kind, port, command } = template.readiness;
  const needsPort = kind === 'http' || kind === 'tcp';
  if (!context.namesReadinessKind) {
    return [at(['readiness', 'kind'], 'missing', 'Say whether it is http, tcp, exec, healthcheck or none.')];
  }
  if (template.runtime === 'local' && (needsPort || kind === 'healthcheck')) {
    return [at(['readiness', 'kind'], `local sandboxes have no ${needsPort ? 'ports' : 'image'}`, 'Use none or exec.')];
  }
  if (needsPort && template.network === 'none') {
    return [at(['readiness', 'kind'], 'nothing can be reached with network: none', 'Use exec or healthcheck.')];
  }
  if (needsPort && !template.ports.includes(port)) {
    return [at(['readiness', 'port'], 'is none of ports, so it cannot be reached', 'Add the port to ports.')];
  }
  if (kind === 'exec' && command.length === 0) {
    return [at(['readiness', 'command'], 'missing; exec needs a command', 'For example [test, -f, /ready].')];
  }
  return [];
}

function checkTools({ toolApi, toolPort, runtime, network, ports }: Template): Finding[] {
  if (toolApi === 'none') return [];
  if (runtime === 'local') return [at(['tool_api'], 'local sandboxes have no ports', 'Use none.')];
  if (network === 'none') return [at(['tool_api'], 'nothing can be reached with network: none', 'Use none.')];
  if (ports.includes(toolPort)) return [];
  if (ports.length === 0) return [at(['tool_api'], 'no port is published to reach it by', 'Name one in ports.')];
  return [at(['tool_port'], 'is none of ports, so it cannot be reached', 'Add the port to ports.')];
}

function checkEnvironment(template: Template): Finding[] {
  const findings = Object.entries(template.environment).flatMap(([name, value]) =>
    caught(['environment', name], () => validateEnvironmentVariable(name, value)),
  );
  const { tokenEnv } = template;
  if (tokenEnv !== null && Object.hasOwn(template.environment, tokenEnv)) {
    const message = `${tokenEnv} receives the token of the sandbox and cannot be set`;
    findings.push(at(['environment', tokenEnv], message, 'Remove it, or name another variable in token_env.'));
  }
  return findings;
}

function checkSecurity(template: Template): Finding[] {
  return template.security.extraCapabilities.flatMap((name, index) => {
    if (knownCapabilities.includes(name)) return [];
    const nearest = nearestName(name, knownCapabilities);
    const hint = nearest === null ? 'Name each one; ALL is refused.' : `Did you mean "${nearest}"?`;
    return [at(['security', 'extra_capabilities', index], `${quote(name)} is no Linux capability`, hint)];
  });
}

function checkTenants({ workspacePath }: Template, { tokens }: CheckContext): Finding[] {
  if (tokens === 'off' || workspacePath === null || keepsNamespacesApart(workspacePath)) return [];
  const message =
    'needs {namespace} where access.tokens is "required": all namespaces would share the workspaces of a user';
  return [at(['workspace_path'], message, 'For example tenants/{namespace}/users/{user}/{session}.')];
}

function checkWorkspace(template: Template): Finding[] {
  const findings: Finding[] = [];
  if ((template.workspaceMode & writableForAll) !== 0) {
    findings.push(
      at(['workspace_mode'], 'every user of this host could write to it', 'Use "0750", or "2770" for a group.'),
    );
  }
  if ((template.workspaceMode & 0o700) !== 0o700) {
    findings.push(at(['workspace_mode'], 'its owner could not use it', 'Use "0750".'));
  }
  for (const [index, directory] of template.workspaceDirectories.entries()) {
    if (!isInnerPath(directory)) findings.push(at(['workspace_directories', index], notInner(directory), ''));
  }
  for (const [index, mount] of template.workspaceMounts.entries()) {
    const isInner = mount.subpath === '' || isInnerPath(mount.subpath);
    if (!isInner) findings.push(at(['workspace_mounts', index, 'subpath'], notInner(mount.subpath), ''));
  }
  const names = template.siblingMounts.map((mount) => mount.name);
  if (new Set(names).size !== names.length) findings.push(at(['sibling_mounts'], 'names a directory twice', ''));
  if (template.workspacePath !== null) {
    const fault = checkWorkspacePath(template.workspacePath, template.workspace);
    if (fault !== null) findings.push(at(['workspace_path'], fault.message, fault.hint));
  }
  return findings;
}

/** What a pool cannot serve is refused here, where it can be mended, not at a claim. */
function checkPool(template: Template): Finding[] {
  const { pool, workspacePath, workspace, runtime, autoStart } = template;
  if (pool.retryMinMs > pool.retryMaxMs) {
    return [at(['pool', 'retry_max'], 'is less than retry_min', 'Raise the one or lower the other.')];
  }
  if (pool.frozen && runtime === 'local') {
    return [at(['pool', 'frozen'], 'local sandboxes cannot be paused', 'Drop it, or use a container template.')];
  }
  if (pool.size === 0) return [];
  if (template.refused !== null) {
    return [at(['pool', 'size'], 'no sandbox is made of this template: see refused', 'Drop the pool.')];
  }
  if (workspacePath !== null && workspace === 'session') {
    const why = 'a warm sandbox is made before its session is known, so its files cannot lie at workspace_path';
    return [at(['pool', 'size'], why, 'Drop workspace_path, or use workspace: sandbox or none.')];
  }
  if (!autoStart) return [at(['pool', 'size'], 'a pool holds started sandboxes', 'Drop auto_start: false.')];
  return [];
}

function checkMounts(template: Template, context: CheckContext): Finding[] {
  const own = [
    ...template.workspaceMounts.map((mount, index) => ({ list: 'workspace_mounts', index, target: mount.target })),
    ...template.siblingMounts.map((mount, index) => ({ list: 'sibling_mounts', index, target: mount.target })),
  ];
  const ownFindings = own.flatMap(({ list, index, target }) =>
    caught([list, index, 'target'], () => checkMountTarget(target, systemMountTargets, 'target')),
  );
  const reserved = [...context.rules.reservedTargets, ...own.map((mount) => mount.target)];
  const declaredFindings = context.declaredMounts.flatMap(({ source, target }, index) => [
    ...caught(['mounts', index, 'target'], () => checkMountTarget(target, reserved, 'target')),
    ...caught(['mounts', index, 'source'], () => checkMountSource(source, context.rules, 'source')),
  ]);
  const targets = [...template.mounts, ...own].map((mount) => mount.target);
  const repeated = declaredFindings.length > 0 ? [] : caught(['mounts'], () => checkDistinctTargets(targets));
  return [...ownFindings, ...declaredFindings, ...repeated];
}

function checkLabels(template: Template): Finding[] {
  return Object.entries(template.labels).flatMap(([name, value]) =>
    caught(['labels', name], () => validateLabel(name, value)),
  );
}

/** Relative, and inside whatever it is joined to. */
function isInnerPath(text: string): boolean {
  return text !== '' && isNormalisedPath(`/${text}`);
}

function notInner(text: string): string {
  return `expected a relative path without "..", doubled or trailing slashes; found ${quote(text)}`;
}

function at(path: KeyPath, message: string, hint: string): Finding {
  return { path, message, hint };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
