// LogService: what the first process of a sandbox writes.

import { invalidField } from '../../domain/errors.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { streamLogs } from '../../engine/observation/logs.ts';
import type { LogPiece, LogRequest } from '../../ports/logs.ts';
import type { LogServiceHandlers } from '../../gen/sandkeep/v1/LogService.ts';
import type { StreamLogsRequest__Output } from '../../gen/sandkeep/v1/StreamLogsRequest.ts';
import type { StreamLogsResponse } from '../../gen/sandkeep/v1/StreamLogsResponse.ts';
import { sandboxName, timestampNs, toTimestampNs } from '../convert.ts';
import type { Handlers } from '../handler.ts';

export function logService(context: EngineContext, handlers: Handlers): LogServiceHandlers {
  return {
    StreamLogs: handlers.serverStream(
      'StreamLogs',
      async function* (request, { signal, caller }): AsyncGenerator<StreamLogsResponse> {
        const record = resolveSandbox(context, sandboxName(request.sandboxId));
        const use = caller.role === 'read' ? 'does not count' : 'counts';
        const pieces = streamLogs(context, record, logRequest(request), { signal, use });
        for await (const piece of pieces) yield pieceMessage(piece);
      },
    ),
  };
}

function logRequest({ tailLines, sinceTime, follow, timestamps }: StreamLogsRequest__Output): LogRequest {
  if (tailLines !== undefined && tailLines < 0) throw invalidField('tail_lines', 'must not be negative');
  return {
    tailLines: tailLines ?? null,
    sinceNs: sinceTime === null ? null : timestampNs(sinceTime, 'since_time'),
    follow,
    timestamps,
  };
}

function pieceMessage({ source, bytes, timeNs }: LogPiece): StreamLogsResponse {
  return {
    source: source === 'stdout' ? 'LOG_SOURCE_STDOUT' : 'LOG_SOURCE_STDERR',
    data: bytes,
    ...(timeNs === null ? {} : { time: toTimestampNs(timeNs) }),
  };
}
