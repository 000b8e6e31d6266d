// SandboxService: checks, asks the engine, converts.

import { type Caller, within } from '../../domain/access.ts';
import { invalidField } from '../../domain/errors.ts';
import { acquire, restoreSandbox, type Acquired } from '../../engine/sandbox/acquire.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { createSandbox, finishCreate, type Created } from '../../engine/sandbox/create.ts';
import { pauseSandbox, resumeSandbox, startSandbox, stopSandbox } from '../../engine/sandbox/lifecycle.ts';
import { discover, explain, touch, viewLive } from '../../engine/sandbox/queries.ts';
import { release, releaseAll } from '../../engine/sandbox/release.ts';
import { untilAborted } from '../../engine/until-aborted.ts';
import { keepAlive, updateSandbox } from '../../engine/sandbox/update.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import type { AcquireSandboxRequest__Output } from '../../gen/sandkeep/v1/AcquireSandboxRequest.ts';
import type { AcquireSandboxResponse } from '../../gen/sandkeep/v1/AcquireSandboxResponse.ts';
import type { CreateSandboxRequest__Output } from '../../gen/sandkeep/v1/CreateSandboxRequest.ts';
import type { CreateSandboxResponse } from '../../gen/sandkeep/v1/CreateSandboxResponse.ts';
import type { ExplainSandboxResponse } from '../../gen/sandkeep/v1/ExplainSandboxResponse.ts';
import type { GetSandboxResponse } from '../../gen/sandkeep/v1/GetSandboxResponse.ts';
import type { ReleaseSandboxResponse } from '../../gen/sandkeep/v1/ReleaseSandboxResponse.ts';
import type { SandboxServiceHandlers } from '../../gen/sandkeep/v1/SandboxService.ts';
import type { UpdateSandboxRequest__Output } from '../../gen/sandkeep/v1/UpdateSandboxRequest.ts';
import {
  decodePageToken,
  durationMs,
  encodePageToken,
  environmentOf,
  holderName,
  labelsOf,
  namespaceOf,
  pageSizeOf,
  releaseMode,
  safeNumber,
  sandboxFilter,
  sandboxName,
  sessionKey,
  storagePathOf,
  toTimestamp,
} from '../convert.ts';
import { sandboxNotFoundIsReleased } from '../released.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';
import { endpointMessage, eventMessage, sandboxMessage, timingMessages } from '../sandbox-message.ts';

export function sandboxService(context: EngineContext, handlers: Handlers, named: NamedCalls): SandboxServiceHandlers {
  return {
    AcquireSandbox: handlers.unary('AcquireSandbox', (request, { signal, caller }) => {
      const owner = sessionKey(request.session);
      return named.once('AcquireSandbox', owner.namespace, request, async () => {
        const acquired = await acquire(
          context,
          { owner, ...newSandboxFields(request), create: createPolicy(request), payer: payerOf(caller, owner) },
          signal,
        );
        return acquireMessage(context, acquired);
      });
    }),

    CreateSandbox: handlers.unary('CreateSandbox', (request, { signal, caller }) => {
      const owner = request.session === null ? null : sessionKey(request.session);
      const namespace = owner?.namespace ?? namespaceOf(request.namespace);
      return named.once('CreateSandbox', namespace, request, async (begun, name) => {
        const payer = payerOf(caller, owner ?? { namespace, user: '' });
        const wishes = { ...newSandboxFields(request), fromPool: fromPool(request) };
        const fields = { owner, namespace, ...wishes, payer, request: name };
        const created =
          begun === null
            ? await createSandbox(context, fields, signal)
            : await finishCreate(context, begun, fields, signal);
        return createMessage(context, created);
      });
    }),

    GetSandbox: handlers.unary('GetSandbox', async (request, { signal }): Promise<GetSandboxResponse> => {
      const record = resolveSandbox(context, sandboxName(request.sandboxId));
      if (request.touch) touch(context, record);
      if (request.view !== 'SANDBOX_VIEW_LIVE') return getMessage(context, record);
      const live = await viewLive(context, record, signal);
      return {
        ...getMessage(context, live.record),
        liveness: `LIVENESS_${live.liveness}`,
        livenessMessage: live.message,
      };
    }),

    ListSandboxes: handlers.unary('ListSandboxes', async (request, { caller }) => {
      const filter = within(sandboxFilter(request.filter, request.showReleased), caller);
      const size = pageSizeOf(request.pageSize);
      const after = Number(decodePageToken(request.pageToken, filter) ?? 0);
      const page = context.store.listSandboxes(filter, after, size + 1);
      const shown = page.slice(0, size);
      const last = shown.at(-1);
      const nextPageToken = page.length > size && last !== undefined ? encodePageToken(last.position, filter) : '';
      return { sandboxes: shown.map((record) => sandboxMessage(context, record)), nextPageToken };
    }),

    UpdateSandbox: handlers.unary('UpdateSandbox', (request) => {
      const record = resolveSandbox(context, sandboxName(request.sandbox?.id ?? ''));
      return named.once('UpdateSandbox', record.namespace, request, async () => {
        const { changes, version } = updateFields(request);
        return { sandbox: sandboxMessage(context, await updateSandbox(context, record.id, changes, version)) };
      });
    }),

    StartSandbox: handlers.unary('StartSandbox', (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      return named.once('StartSandbox', namespace, request, async () => {
        const record = await untilAborted(startSandbox(context, id), signal);
        return { sandbox: sandboxMessage(context, record), endpoint: endpointMessage(record.endpoint) };
      });
    }),

    StopSandbox: handlers.unary('StopSandbox', (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      return named.once('StopSandbox', namespace, request, async () => {
        const graceMs = durationMs(request.grace, 'grace');
        return { sandbox: sandboxMessage(context, await untilAborted(stopSandbox(context, id, graceMs), signal)) };
      });
    }),

    PauseSandbox: handlers.unary('PauseSandbox', (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      return named.once('PauseSandbox', namespace, request, async () => ({
        sandbox: sandboxMessage(context, await untilAborted(pauseSandbox(context, id), signal)),
      }));
    }),

    ResumeSandbox: handlers.unary('ResumeSandbox', (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      return named.once('ResumeSandbox', namespace, request, async () => {
        const record = await untilAborted(resumeSandbox(context, id), signal);
        return { sandbox: sandboxMessage(context, record), endpoint: endpointMessage(record.endpoint) };
      });
    }),

    ReleaseSandbox: handlers.unary(
      'ReleaseSandbox',
      async (request, { signal, caller }): Promise<ReleaseSandboxResponse> => {
        const record = sandboxNotFoundIsReleased(() =>
          resolveSandbox(context, sandboxName(request.sandboxId), caller.namespaces),
        );
        if (record === null) return { sandbox: null, remainingHolders: [] };
        return await named.once('ReleaseSandbox', record.namespace, request, async () => {
          const released = await release(
            context,
            {
              id: record.id,
              mode: releaseMode(request.mode),
              holder: holderName(request.holder),
              force: request.force,
              expectedGeneration: safeNumber(request.expectedGeneration, 'expected_generation'),
              deleteWorkspace: request.deleteWorkspace,
              wait: request.wait,
            },
            signal,
          );
          return {
            sandbox: sandboxMessage(context, released.record),
            remainingHolders: [...released.remainingHolders],
          };
        });
      },
    ),

    ReleaseAllSandboxes: handlers.unary('ReleaseAllSandboxes', (request, { signal, caller }) => {
      const asked = sandboxFilter(request.filter);
      if (Object.keys(asked).length === 0 && !request.all)
        throw invalidField('all', 'must be true for an empty filter');
      const filter = within(asked, caller);
      // What a caller may reach is part of what it asks: another one gets no answer that was made for it.
      const body = { ...request, ...within({}, caller) };
      const keptFor = asked.namespace ?? caller.namespaces?.[0] ?? 'default';
      return named.once('ReleaseAllSandboxes', keptFor, body, async () => {
        const { dryRun, force, deleteWorkspace, wait } = request;
        const mode = releaseMode(request.mode);
        // Pools are drained by name; a filter that names WARM means them.
        const pools = filter.states?.includes('WARM') === true ? 'release' : 'leave';
        const wanted = { filter, dryRun, mode, force, deleteWorkspace, wait, pools } as const;
        const result = await releaseAll(context, wanted, signal);
        return { ...result, sandboxIds: [...result.sandboxIds] };
      });
    }),

    RestoreSandbox: handlers.unary('RestoreSandbox', (request, { signal }) => {
      const { id, namespace } = resolveSandbox(context, sandboxName(request.sandboxId));
      return named.once('RestoreSandbox', namespace, request, async () => {
        const { record, timings } = await restoreSandbox(context, id, signal);
        const sandbox = sandboxMessage(context, record);
        return { sandbox, endpoint: endpointMessage(record.endpoint), timings: timingMessages(timings ?? []) };
      });
    }),

    KeepAliveSandbox: handlers.unary('KeepAliveSandbox', async (request) => {
      const kept = keepAlive(context, resolveSandbox(context, sandboxName(request.sandboxId)));
      return { generation: kept.generation, idleTime: toTimestamp(kept.idleAtMs) };
    }),

    ExplainSandbox: handlers.unary('ExplainSandbox', async (request) => {
      return explainMessage(context, resolveSandbox(context, sandboxName(request.sandboxId)));
    }),

    DiscoverSandbox: handlers.unary('DiscoverSandbox', async (request) => {
      const { record, message } = discover(context, sessionKey(request.session), request.template);
      if (record === null) return { message };
      const endpoint = record.endpoint.length > 0 ? { endpoint: endpointMessage(record.endpoint) } : {};
      return { sandbox: sandboxMessage(context, record), ...endpoint, message };
    }),

    GetSandboxCredentials: handlers.unary('GetSandboxCredentials', async (request) => {
      const record = resolveSandbox(context, sandboxName(request.sandboxId));
      if (record.policy.tokenEnv === null) return { token: '', tokenEnv: '' };
      return { token: context.store.getSecrets(record.id).token, tokenEnv: record.policy.tokenEnv };
    }),
  };
}

function newSandboxFields(request: AcquireSandboxRequest__Output | CreateSandboxRequest__Output) {
  return {
    template: request.template,
    holder: holderName(request.holder),
    environment: environmentOf(request.environment),
    labels: labelsOf(request.labels, 'labels'),
    annotations: labelsOf(request.annotations, 'annotations'),
    idleTimeoutMs: durationMs(request.idleTimeout, 'idle_timeout'),
    workspaceDir: request.workspaceDir,
    storagePath: storagePathOf(request.storagePath),
  };
}

/** Of whom the allowance of creates is. */
function payerOf({ tokenId }: Caller, owner: { readonly namespace: string; readonly user: string }): string {
  return tokenId ?? JSON.stringify([owner.namespace, owner.user]);
}

function createPolicy(request: AcquireSandboxRequest__Output): 'if_needed' | 'never' {
  return request.create === 'CREATE_POLICY_NEVER' ? 'never' : 'if_needed';
}

function fromPool(request: CreateSandboxRequest__Output): 'prefer' | 'require' | 'never' {
  if (request.fromPool === 'FROM_POOL_REQUIRE') return 'require';
  return request.fromPool === 'FROM_POOL_NEVER' ? 'never' : 'prefer';
}

function acquireMessage(context: EngineContext, acquired: Acquired): AcquireSandboxResponse {
  return {
    sandbox: sandboxMessage(context, acquired.record),
    outcome: `ACQUIRE_OUTCOME_${acquired.outcome}`,
    endpoint: endpointMessage(acquired.endpoint),
    token: acquired.token,
    timings: timingMessages(acquired.timings),
    skippedMounts: [...acquired.record.skippedMounts],
  };
}

function createMessage(context: EngineContext, created: Created): CreateSandboxResponse {
  return {
    sandbox: sandboxMessage(context, created.record),
    endpoint: endpointMessage(created.endpoint),
    token: created.token,
    timings: timingMessages(created.timings),
    skippedMounts: [...created.record.skippedMounts],
  };
}

function getMessage(context: EngineContext, record: SandboxRecord): GetSandboxResponse {
  const endpoint = record.endpoint.length > 0 ? { endpoint: endpointMessage(record.endpoint) } : {};
  return { sandbox: sandboxMessage(context, record), ...endpoint };
}

/** Fields of the mask; without a mask those that are set. INVALID_FIELD for any other. */
function updateFields(request: UpdateSandboxRequest__Output) {
  const wanted = request.sandbox;
  if (wanted === null) throw invalidField('sandbox', 'is required');
  const known = ['labels', 'annotations', 'idle_timeout'];
  const given = request.updateMask?.paths ?? [];
  const unknown = given.find((path) => path !== '*' && !known.includes(path));
  if (unknown !== undefined)
    throw invalidField('update_mask', `"${unknown}" cannot be changed; one of ${known.join(', ')} can`);
  const populated = [
    ...(Object.keys(wanted.labels).length > 0 ? ['labels'] : []),
    ...(Object.keys(wanted.annotations).length > 0 ? ['annotations'] : []),
    ...(wanted.idleTimeout === null ? [] : ['idle_timeout']),
  ];
  const paths = given.includes('*') ? known : given.length > 0 ? given : populated;
  const idleTimeoutMs = durationMs(wanted.idleTimeout, 'idle_timeout') ?? 0;
  return {
    changes: {
      ...(paths.includes('labels') ? { labels: labelsOf(wanted.labels, 'labels') } : {}),
      ...(paths.includes('annotations') ? { annotations: labelsOf(wanted.annotations, 'annotations') } : {}),
      ...(paths.includes('idle_timeout') ? { idleTimeoutMs } : {}),
    },
    version: wanted.etag === '' ? null : Number(wanted.etag),
  };
}

function explainMessage(context: EngineContext, record: SandboxRecord): ExplainSandboxResponse {
  const explanation = explain(context, record);
  return {
    sandbox: sandboxMessage(context, record),
    planned: explanation.planned.map(({ loop, action, dueAtMs, message }) => ({
      loop,
      action,
      dueTime: toTimestamp(dueAtMs),
      message,
    })),
    operations: explanation.operations.map((operation) => ({
      id: operation.id,
      kind: operation.kind,
      generation: operation.generation,
      phase: operation.phase,
      attempts: operation.attempts,
      startTime: toTimestamp(operation.startedAtMs),
      endTime: toTimestamp(operation.endedAtMs),
      deadline: toTimestamp(operation.deadlineAtMs),
      error: operation.error,
    })),
    events: explanation.events.map(eventMessage),
    activity: explanation.activity,
    skippedMounts: [...record.skippedMounts],
    sentences: [...explanation.sentences],
  };
}
