// A further sandbox of a session, or an anonymous one that nobody acquires and idleness ends.

import { failpointAsync } from '#failpoint';
import { SandkeepError } from '../domain/errors.ts';
import type { EndpointPort, PhaseTiming, SandboxRecord, SessionKey } from '../domain/sandbox.ts';
import type { Template } from '../domain/template.ts';
import { assertWritable, findTemplate, wrongState, type EngineContext } from './context.ts';
import { insertIntent, planSandbox } from './intent.ts';
import { provision } from './provision.ts';
import { beginRelease } from './release.ts';
import { untilAborted } from './until-aborted.ts';

export interface CreateRequest {
  readonly owner: SessionKey | null;
  readonly namespace: string;
  readonly template: string;
  readonly holder: string;
  readonly fromPool: 'prefer' | 'require' | 'never';
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly idleTimeoutMs: number | null;
  readonly workspaceDir: string;
  /** A named request is finished when its caller goes away; an unnamed one is undone. */
  readonly request: { readonly method: string; readonly requestId: string; readonly bodyHash: string } | null;
}

export interface Created {
  readonly record: SandboxRecord;
  readonly endpoint: readonly EndpointPort[];
  readonly token: string;
  readonly timings: readonly PhaseTiming[];
}

/** POOL_EMPTY and what planning and provisioning throw. */
export async function createSandbox(
  context: EngineContext,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<Created> {
  context.gate.assertOpen();
  assertWritable(context);
  const template = findTemplate(context, request.template);
  if (request.fromPool === 'require') {
    throw new SandkeepError('POOL_EMPTY', `template ${template.name} has no warm sandbox`, { retryAfterMs: 1000 });
  }
  const record = await insert(context, request, template);
  await failpointAsync('create.after_intent');
  return await finishCreate(context, record.id, request, signal);
}

/** Waits for a create whose intent is committed; also used by a repeated request after a crash. */
export async function finishCreate(
  context: EngineContext,
  id: string,
  request: Pick<CreateRequest, 'request'>,
  signal: AbortSignal,
): Promise<Created> {
  try {
    const { record, timings } = await untilAborted(provision(context, id), signal);
    // A repeated request may find that what it began has failed or was released meanwhile.
    if (record.state !== 'RUNNING' && record.state !== 'STOPPED') throw wrongState(record, 'made');
    context.activity.touch(record.id, record.generation);
    const token = record.policy.tokenEnv === null ? '' : context.store.getSecrets(record.id).token;
    return { record, endpoint: record.endpoint, token, timings };
  } catch (error) {
    if (request.request === null) await undo(context, id);
    throw error;
  }
}

async function insert(context: EngineContext, request: CreateRequest, template: Template): Promise<SandboxRecord> {
  const plan = await planSandbox(context, {
    owner: request.owner,
    namespace: request.owner?.namespace ?? request.namespace,
    // Without a session there is nobody whose files could be mounted: the workspace is the sandbox's own.
    template:
      request.owner === null && template.workspace === 'session' ? { ...template, workspace: 'sandbox' } : template,
    primary: false,
    environment: request.environment,
    labels: request.labels,
    annotations: request.annotations,
    idleTimeoutMs: request.idleTimeoutMs,
    workspaceDir: request.workspaceDir,
    holder: request.holder,
  });
  return await context.store.write((tx) => {
    const inserted = insertIntent(context, tx, plan);
    const named = request.request;
    // The row of the request and the intent are one commit: a repeated request finds the sandbox it began.
    if (named !== null) {
      tx.insertRequest(inserted.namespace, named.method, named.requestId, named.bodyHash, inserted.id);
    }
    return inserted;
  });
}

/** Nobody can find a sandbox whose only caller went away without a name for it. */
async function undo(context: EngineContext, id: string): Promise<void> {
  try {
    await beginRelease(context, id, {
      reason: 'CREATE_UNDONE',
      message: 'its create failed or its caller went away',
      actor: 'client',
      deleteWorkspace: false,
    });
  } catch (error) {
    context.logger.warn({ err: error, sandbox: id }, 'an abandoned create could not be undone yet; its intent is kept');
  }
}
