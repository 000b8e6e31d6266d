// Rows to put into a store. Nothing here needs vitest, so that other processes can use it.

import type { SandboxSecrets } from '../../src/domain/sandbox.ts';
import type { NewSandbox } from '../../src/ports/store.ts';
import { makeId } from './spec.ts';

export const noSecrets: SandboxSecrets = { environment: {}, token: '' };

/** Of a session of its own, CREATING in generation 1. */
export function newSandbox(overrides: Partial<NewSandbox> = {}): NewSandbox {
  const id = overrides.id ?? makeId();
  return {
    id,
    namespace: 'default',
    owner: { namespace: 'default', user: 'default', session: id },
    template: 'base',
    templateDigest: 'digest',
    runtime: 'fake',
    primary: true,
    pooled: false,
    state: 'CREATING',
    generation: 1,
    containerName: `sandkeep-test-${id}-g1`,
    containerId: null,
    image: 'fake:base',
    imageDigest: null,
    labels: {},
    annotations: {},
    workspaceId: null,
    endpoint: [],
    mounts: [],
    skippedMounts: [],
    policy: {
      idleAction: 'recycle',
      releaseMode: 'destroy',
      stopGraceMs: 0,
      workdir: null,
      tokenEnv: null,
      storeWorkspace: false,
    },
    idleTimeoutMs: 60_000,
    createdAtMs: 1_700_000_000_000,
    lastActiveAtMs: 1_700_000_000_000,
    idleDueAtMs: null,
    reason: 'ACQUIRED',
    message: 'wanted',
    actor: 'client',
    ...overrides,
  };
}

export const why = { reason: 'TESTED', message: 'by a test', actor: 'client' } as const;
