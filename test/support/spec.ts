// Specs, references and call options for tests of anything that implements the runtime port.

import { randomInt } from 'node:crypto';

import type { InstanceRef, InstanceSpec } from '../../src/domain/runtime-spec.ts';
import { ownershipLabels } from '../../src/domain/runtime-spec.ts';
import type { CallOptions, InstanceTarget } from '../../src/ports/runtime.ts';

const idAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 26;
const mebibyte = 1024 * 1024;

export const defaultCallTimeoutMs = 30_000;

export interface SpecOverrides extends Partial<Omit<InstanceSpec, 'ref'>> {
  readonly instanceId?: string;
  readonly sandboxId?: string;
  readonly generation?: number;
  /** Container name; the default follows the naming rule. */
  readonly name?: string;
}

/** An id in the form of the daemon's, so that names have the length they have in production. */
export function makeId(): string {
  return Array.from({ length: idLength }, () => idAlphabet[randomInt(idAlphabet.length)]).join('');
}

export function makeSpec(overrides: SpecOverrides = {}): InstanceSpec {
  const {
    instanceId = makeId(),
    sandboxId = makeId(),
    generation = 1,
    name = `sandkeep-${instanceId.slice(0, 8)}-${sandboxId}-g${generation}`,
    labels = {},
    ...rest
  } = overrides;
  const ref: InstanceRef = { name, sandboxId, generation, containerId: null };
  return {
    ref,
    labels: { ...ownership(instanceId, ref), ...labels },
    image: 'sandkeep-test:base',
    pull: 'never',
    command: null,
    workdir: null,
    environment: {},
    user: null,
    mounts: [],
    ports: [{ containerPort: 8080, hostAddress: '127.0.0.1', hostPort: null }],
    limits: {
      memoryBytes: 64 * mebibyte,
      cpus: 0.5,
      pids: 64,
      openFiles: 1024,
      shmBytes: 16 * mebibyte,
      tmpBytes: 16 * mebibyte,
      logMaxBytes: mebibyte,
      logMaxFiles: 2,
    },
    security: { class: 'compat', extraCapabilities: [], readOnlyRoot: false, seccomp: 'default' },
    network: 'bridge',
    ociRuntime: null,
    stopGraceMs: 1_000,
    ...rest,
  };
}

/** Without a signal of the caller's the call can only end by its answer or its deadline. */
export function call(timeoutMs = defaultCallTimeoutMs, signal = new AbortController().signal): CallOptions {
  return { signal, timeoutMs };
}

export function targetOf(spec: InstanceSpec, ref: InstanceRef = spec.ref): InstanceTarget {
  return { ref, mounts: spec.mounts, environment: spec.environment, workdir: spec.workdir };
}

function ownership(instanceId: string, ref: InstanceRef): Record<string, string> {
  return {
    [ownershipLabels.instance]: instanceId,
    [ownershipLabels.sandbox]: ref.sandboxId,
    [ownershipLabels.generation]: String(ref.generation),
    [ownershipLabels.epoch]: '1',
    [ownershipLabels.template]: 'contract',
    [ownershipLabels.templateDigest]: 'contract-digest',
  };
}
