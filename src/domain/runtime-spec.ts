// What a runtime is asked to make: neutral between engines, complete, without anything to look up.

import type { PullPolicy, ResourceLimits, SecuritySettings } from './template.ts';

/** Labels on everything of ours. They hold only what never changes (R5). */
export const ownershipLabels = {
  instance: 'sandkeep.instance',
  sandbox: 'sandkeep.sandbox',
  generation: 'sandkeep.generation',
  epoch: 'sandkeep.epoch',
  template: 'sandkeep.template',
  templateDigest: 'sandkeep.template-digest',
} as const;

/** Names one generation of one sandbox. The name decides; the container id is a hint that saves a lookup. */
export interface InstanceRef {
  readonly name: string;
  readonly sandboxId: string;
  readonly generation: number;
  readonly containerId: string | null;
}

export interface MountSpec {
  /** Absolute path on the daemon's host. */
  readonly source: string;
  /** Absolute path inside the sandbox. */
  readonly target: string;
  readonly readOnly: boolean;
}

export interface PortSpec {
  readonly containerPort: number;
  readonly hostAddress: string;
  /** null lets the engine choose. */
  readonly hostPort: number | null;
}

export interface InstanceSpec {
  readonly ref: InstanceRef;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly pull: PullPolicy;
  readonly command: readonly string[] | null;
  readonly workdir: string | null;
  /** Secret: never logged, never a label. */
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | null;
  readonly mounts: readonly MountSpec[];
  readonly ports: readonly PortSpec[];
  readonly limits: ResourceLimits;
  readonly security: SecuritySettings;
  readonly network: string;
  readonly ociRuntime: string | null;
  readonly stopGraceMs: number;
}
