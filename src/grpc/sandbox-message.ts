// Records as messages.

import type { EventRecord, EndpointPort, PhaseTiming, SandboxRecord, SandboxState } from '../domain/sandbox.ts';
import type { EngineContext } from '../engine/context.ts';
import { isOutdated } from '../engine/sandbox/queries.ts';
import type { Endpoint } from '../gen/sandkeep/v1/Endpoint.ts';
import type { Event } from '../gen/sandkeep/v1/Event.ts';
import type { PhaseTiming as PhaseTimingMessage } from '../gen/sandkeep/v1/PhaseTiming.ts';
import type { Sandbox } from '../gen/sandkeep/v1/Sandbox.ts';
import { toDuration, toTimestamp } from './convert.ts';

export function sandboxMessage(context: EngineContext, record: SandboxRecord): Sandbox {
  const workspace = record.workspaceId === null ? null : context.store.getWorkspace(record.workspaceId);
  const lastUseMs = context.activity.lastUseMs(record.id, record.generation) ?? 0;
  return {
    id: record.id,
    session: record.owner,
    template: record.template,
    runtime: record.runtime,
    state: stateMessage(record.state),
    generation: record.generation,
    containerName: record.runtime === 'local' ? '' : record.containerName,
    containerId: record.containerId ?? '',
    image: record.image,
    imageDigest: record.imageDigest ?? '',
    templateDigest: record.templateDigest,
    outdated: isOutdated(context, record),
    quarantined: record.quarantined,
    labels: record.labels,
    annotations: record.annotations,
    holders: [...context.store.holders(record.id)],
    workspaceId: record.workspaceId ?? '',
    workspaceOnHost: workspace !== null,
    workspacePath: workspace?.path ?? '',
    idleTimeout: toDuration(record.idleTimeoutMs),
    createTime: toTimestamp(record.createdAtMs),
    updateTime: toTimestamp(record.updatedAtMs),
    lastActiveTime: toTimestamp(Math.max(record.lastActiveAtMs, lastUseMs)),
    releaseTime: toTimestamp(record.releasedAtMs),
    purgeTime: toTimestamp(record.purgeAtMs),
    reason: record.reason,
    message: record.message,
    actor: actorMessage(record.actor),
    failure: failureMessage(record),
    etag: String(record.version),
    primary: record.primary,
    storagePath: workspace?.storagePath ?? '',
  };
}

function failureMessage(record: SandboxRecord): NonNullable<Sandbox['failure']> | null {
  if (record.failure === null) return null;
  const { reason, message, exitCode, oomKilled, logTail, atMs } = record.failure;
  return {
    reason,
    message,
    oomKilled,
    logTail: [...logTail],
    time: toTimestamp(atMs),
    ...(exitCode === null ? {} : { exitCode }),
  };
}

export function endpointMessage(ports: readonly EndpointPort[]): Endpoint {
  const [first] = ports;
  return {
    url: first === undefined ? '' : `http://${bracketed(first.host)}:${first.hostPort}`,
    ports: ports.map(({ containerPort, host, hostPort }) => ({ containerPort, host, hostPort })),
  };
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

export function timingMessages(timings: readonly PhaseTiming[]): PhaseTimingMessage[] {
  return timings.map(({ phase, durationMs }) => ({ phase, duration: toDuration(durationMs) }));
}

export function stateMessage(state: SandboxState | null): NonNullable<Sandbox['state']> {
  return state === null ? 'SANDBOX_STATE_UNSPECIFIED' : `SANDBOX_STATE_${state}`;
}

function actorMessage(actor: SandboxRecord['actor']): NonNullable<Sandbox['actor']> {
  return `ACTOR_${actor.toUpperCase() as Uppercase<SandboxRecord['actor']>}`;
}

export function eventMessage(event: EventRecord): Event {
  return {
    seq: event.seq,
    time: toTimestamp(event.atMs),
    type: event.type,
    sandboxId: event.sandboxId,
    session: event.owner,
    generation: event.generation,
    oldState: stateMessage(event.oldState),
    newState: stateMessage(event.newState),
    reason: event.reason,
    message: event.message,
    actor: actorMessage(event.actor),
    operationId: event.operationId,
    template: event.template,
    traceId: event.traceId,
  };
}
