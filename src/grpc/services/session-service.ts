// SessionService: checks, asks the engine, converts.

import { within } from '../../domain/access.ts';
import type { SessionState } from '../../domain/sandbox.ts';
import type { EngineContext } from '../../engine/context.ts';
import {
  getSession,
  heartbeat,
  listSessions,
  reapSession,
  releaseSession,
  restoreSession,
  type SessionView,
} from '../../engine/session/sessions.ts';
import type { ListSessionsRequest__Output } from '../../gen/sandkeep/v1/ListSessionsRequest.ts';
import type { Session } from '../../gen/sandkeep/v1/Session.ts';
import type { SessionServiceHandlers } from '../../gen/sandkeep/v1/SessionService.ts';
import {
  decodePageToken,
  durationMs,
  encodePageToken,
  pageSizeOf,
  releaseMode,
  safeNumber,
  sessionKey,
  sessionStateFilter,
  toDuration,
  toTimestamp,
} from '../convert.ts';
import type { CallScope, Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';
import { sandboxMessage } from '../sandbox-message.ts';
import { sessionPage } from '../session-page.ts';

/** What the contract promises of one session. */
const maxSandboxesShown = 100;

export function sessionService(context: EngineContext, handlers: Handlers, named: NamedCalls): SessionServiceHandlers {
  return {
    GetSession: handlers.unary('GetSession', async (request) => ({
      session: sessionMessage(context, getSession(context, sessionKey(request.session))),
    })),

    ListSessions: handlers.unary('ListSessions', (request, scope) => listMessage(context, request, scope)),

    // Called all the time by every client: one key, one look, one short answer.
    Heartbeat: handlers.unary('Heartbeat', async (request, scope) => {
      const beat = await heartbeat(
        context,
        {
          key: sessionKey(request.session),
          expectedGeneration: safeNumber(request.expectedGeneration, 'expected_generation'),
          heartbeatTimeoutMs: durationMs(request.heartbeatTimeout, 'heartbeat_timeout'),
          idleTimeoutMs: durationMs(request.idleTimeout, 'idle_timeout'),
          restore: request.restore ? 'yes' : 'no',
        },
        scope,
      );
      return {
        state: sessionStateMessage(beat.state),
        generation: beat.generation,
        recycleTime: toTimestamp(beat.recycleDueAtMs),
        needsRestore: beat.needsRestore,
      };
    }),

    ReleaseSession: handlers.unary('ReleaseSession', (request, { signal }) => {
      const key = sessionKey(request.session);
      return named.once('ReleaseSession', key.namespace, request, async () => {
        const { force, deleteWorkspace, wait } = request;
        const mode = releaseMode(request.mode);
        const { matched, released, held, failed } = await releaseSession(
          context,
          key,
          { mode, force, deleteWorkspace, wait },
          signal,
        );
        return { matched, released, held, failed };
      });
    }),

    ReapSession: handlers.unary('ReapSession', (request, { signal }) => {
      const key = sessionKey(request.session);
      return named.once('ReapSession', key.namespace, request, async () => {
        const { force, wait } = request;
        const { view, recycled } = await reapSession(context, key, { force, wait }, signal);
        return { session: sessionMessage(context, view), recycled };
      });
    }),

    RestoreSession: handlers.unary('RestoreSession', (request, { signal }) => {
      const key = sessionKey(request.session);
      return named.once('RestoreSession', key.namespace, request, async () => {
        const { view, restored, failures } = await restoreSession(context, key, signal);
        return {
          session: sessionMessage(context, view),
          restored: restored.map((record) => sandboxMessage(context, record)),
          failures: failures.map(({ sandboxId, reason, message }) => ({ sandboxId, reason, message })),
        };
      });
    }),
  };
}

async function listMessage(
  context: EngineContext,
  request: ListSessionsRequest__Output,
  { signal, caller }: CallScope,
) {
  const { namespace, user } = request;
  const filter = within({ ...(namespace === '' ? {} : { namespace }), ...(user === '' ? {} : { user }) }, caller);
  const states = sessionStateFilter(request.states);
  const mark = { filter, states };
  const size = pageSizeOf(request.pageSize);
  const after = Number(decodePageToken(request.pageToken, mark) ?? 0);
  const read = (position: number, limit: number) => listSessions(context, filter, position, limit);
  const { views, nextPosition } = await sessionPage(read, states, after, size, signal);
  return {
    sessions: views.map((view) => sessionMessage(context, view)),
    nextPageToken: nextPosition === null ? '' : encodePageToken(nextPosition, mark),
  };
}

function sessionMessage(context: EngineContext, view: SessionView): Session {
  const { record } = view;
  const shown = view.sandboxes.filter((sandbox) => sandbox.state !== 'RELEASED').slice(0, maxSandboxesShown);
  return {
    key: record.key,
    state: sessionStateMessage(view.state),
    generation: record.generation,
    sandboxes: shown.map((sandbox) => sandboxMessage(context, sandbox)),
    heartbeatTimeout: toDuration(record.heartbeatTimeoutMs ?? 0),
    idleTimeout: record.idleTimeoutMs === null ? null : toDuration(record.idleTimeoutMs),
    lastHeartbeatTime: toTimestamp(view.lastHeardAtMs),
    recycleTime: toTimestamp(view.recycleDueAtMs),
    createTime: toTimestamp(record.createdAtMs),
  };
}

function sessionStateMessage(state: SessionState): NonNullable<Session['state']> {
  return `SESSION_STATE_${state}`;
}
