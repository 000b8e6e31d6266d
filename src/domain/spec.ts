// Template and record in, runtime spec out.

import type { InstanceRef, InstanceSpec, MountSpec, PortSpec } from './runtime-spec.ts';
import { ownershipLabels } from './runtime-spec.ts';
import type { SandboxRecord, SandboxSecrets } from './sandbox.ts';
import type { Template } from './template.ts';

export interface Instance {
  readonly id: string;
  readonly epoch: number;
}

/** The prefix is for people; ownership is in the labels (R5). */
export function containerName(prefix: string, instanceId: string, sandboxId: string, generation: number): string {
  return `${prefix}-${instanceId.slice(0, 8)}-${sandboxId}-g${generation}`;
}

export function instanceRef(record: SandboxRecord): InstanceRef {
  return {
    name: record.containerName,
    sandboxId: record.id,
    generation: record.generation,
    containerId: record.containerId,
  };
}

/** The template's variables, then the request's, then the token that neither can override. */
export function mergedEnvironment(template: Template, secrets: SandboxSecrets): Record<string, string> {
  const merged: Record<string, string> = { ...template.environment, ...secrets.environment };
  if (template.tokenEnv !== null) merged[template.tokenEnv] = secrets.token;
  return merged;
}

/** Mounts of a workspace at its place on the host. */
export function workspaceMounts(template: Template, workspacePath: string): MountSpec[] {
  const inside = template.workspaceMounts.map((mount) => ({
    source: mount.subpath === '' ? workspacePath : `${workspacePath}/${mount.subpath}`,
    target: mount.target,
    readOnly: mount.readOnly,
  }));
  const beside = template.siblingMounts.map((mount) => ({
    source: siblingPath(workspacePath, mount.name),
    target: mount.target,
    readOnly: mount.readOnly,
  }));
  return [...inside, ...beside];
}

/** A directory that belongs to the same session but is not part of the workspace's root listing. */
export function siblingPath(workspacePath: string, name: string): string {
  return `${workspacePath}.${name}`;
}

export function buildSpec(
  template: Template,
  record: SandboxRecord,
  secrets: SandboxSecrets,
  instance: Instance,
  ports: readonly PortSpec[],
): InstanceSpec {
  return {
    ref: instanceRef(record),
    labels: {
      [ownershipLabels.instance]: instance.id,
      [ownershipLabels.sandbox]: record.id,
      [ownershipLabels.generation]: String(record.generation),
      [ownershipLabels.epoch]: String(instance.epoch),
      [ownershipLabels.template]: template.name,
      [ownershipLabels.templateDigest]: template.digest,
    },
    image: template.image,
    pull: template.pull,
    command: template.command,
    workdir: template.workdir,
    environment: mergedEnvironment(template, secrets),
    user: template.runAs,
    mounts: record.mounts,
    ports,
    limits: template.limits,
    security: template.security,
    network: template.network,
    ociRuntime: template.ociRuntime,
    stopGraceMs: template.stopGraceMs,
  };
}
