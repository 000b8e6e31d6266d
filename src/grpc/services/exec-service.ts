// ExecService: short commands to their end, and commands as things of their own.

import { invalidField } from '../../domain/errors.ts';
import type { SandboxRecord } from '../../domain/sandbox.ts';
import { resolveSandbox, type EngineContext } from '../../engine/context.ts';
import { runExec } from '../../engine/data-plane.ts';
import { findExec, signalExec, startExec } from '../../engine/exec/execs.ts';
import type { ExecRequest } from '../../ports/runtime.ts';
import type { ExecServiceHandlers } from '../../gen/sandkeep/v1/ExecService.ts';
import type { RunExecRequest__Output } from '../../gen/sandkeep/v1/RunExecRequest.ts';
import type { StreamExecRequest__Output } from '../../gen/sandkeep/v1/StreamExecRequest.ts';
import type { StreamExecResponse } from '../../gen/sandkeep/v1/StreamExecResponse.ts';
import { decodePageToken, encodePageToken, pageSizeOf, sandboxName, toDuration } from '../convert.ts';
import { commandOf, execIdOf, execMessage, execSignalOf, execStart, maxStdinBytes } from '../exec-message.ts';
import { streamExec } from '../exec-stream.ts';
import type { Handlers } from '../handler.ts';
import type { NamedCalls } from '../named-calls.ts';

interface ExecName {
  readonly sandboxId: string;
  readonly execId: string;
}

export function execService(context: EngineContext, handlers: Handlers, named: NamedCalls): ExecServiceHandlers {
  const sandboxOf = (id: string): SandboxRecord => resolveSandbox(context, sandboxName(id));
  const find = (name: ExecName) => findExec(context, sandboxOf(name.sandboxId).id, execIdOf(name.execId, 'lookup'));
  return {
    RunExec: handlers.unary('RunExec', (request, { signal }) => {
      const record = sandboxOf(request.sandboxId);
      const exec = execRequest(context, request);
      return named.once('RunExec', record.namespace, request, async () => {
        const result = await runExec(context, record.id, exec, signal);
        return {
          ...(result.exitCode === null ? {} : { exitCode: result.exitCode }),
          stdout: result.stdout,
          stderr: result.stderr,
          stdoutTruncatedBytes: result.stdoutTruncatedBytes,
          stderrTruncatedBytes: result.stderrTruncatedBytes,
          timedOut: result.timedOut,
          duration: toDuration(result.durationMs),
        };
      });
    }),

    StreamExec: handlers.duplex(
      'StreamExec',
      (requests: AsyncIterable<StreamExecRequest__Output>, scope): AsyncIterable<StreamExecResponse> =>
        // Output pieces are what the service's own serialiser takes beside the messages of the contract.
        streamExec(context, requests, scope) as AsyncIterable<StreamExecResponse>,
      // A reader that does not read holds up its command and nothing else, for as long as a command may last.
      () => context.settings().engine.execMaxTimeoutMs,
    ),

    StartExec: handlers.unary('StartExec', async ({ spec, stdin }, { signal }) => {
      if (spec === null) throw invalidField('spec', 'is required');
      if (stdin.length > maxStdinBytes) throw invalidField('stdin', `is longer than ${maxStdinBytes} bytes`);
      const start = execStart(context, spec, stdin.length === 0 ? null : stdin, 'trim');
      const live = await startExec(context, sandboxOf(spec.sandboxId), start, signal);
      if (spec.openStdin && stdin.length > 0 && live.inputBytes === 0) await live.write(stdin);
      return { exec: execMessage(live.record, live) };
    }),

    GetExec: handlers.unary('GetExec', async (request) => {
      const live = find(request);
      return { exec: execMessage(live.record, live) };
    }),

    ListExecs: handlers.unary('ListExecs', async (request) => {
      const { id } = sandboxOf(request.sandboxId);
      const size = pageSizeOf(request.pageSize);
      const before = Number(decodePageToken(request.pageToken, id) ?? Number.MAX_SAFE_INTEGER);
      const page = context.store.listExecs(id, before, size + 1);
      const shown = page.slice(0, size);
      const last = shown.at(-1);
      const nextPageToken = page.length > size && last !== undefined ? encodePageToken(last.position, id) : '';
      const execs = shown.map((record) => execMessage(record, context.execRegistry.find(id, record.id)));
      return { execs, nextPageToken };
    }),

    SignalExec: handlers.unary('SignalExec', (request, { signal }) => {
      const sandbox = sandboxOf(request.sandboxId);
      const id = execIdOf(request.execId, 'lookup');
      const execSignal = execSignalOf(request.signal);
      return named.once('SignalExec', sandbox.namespace, request, async () => {
        const live = await signalExec(context, sandbox.id, id, execSignal, signal);
        return { exec: execMessage(live.record, live) };
      });
    }),

    WaitExec: handlers.unary('WaitExec', async (request, { signal }) => {
      const live = find(request);
      const { sandboxId, generation } = live.record;
      const end = context.activity.begin(sandboxId, generation);
      try {
        return { exec: execMessage(await live.whenEnded(signal), live) };
      } finally {
        end();
      }
    }),
  };
}

function execRequest(context: EngineContext, request: RunExecRequest__Output): ExecRequest {
  const { execMaxOutputBytes } = context.settings().engine;
  if (request.stdin.length > maxStdinBytes) throw invalidField('stdin', `is longer than ${maxStdinBytes} bytes`);
  if (request.maxOutputBytes < 0) throw invalidField('max_output_bytes', 'must not be negative');
  return {
    ...commandOf(context, request),
    stdin: request.stdin.length === 0 ? null : request.stdin,
    maxOutputBytes: Math.min(request.maxOutputBytes || execMaxOutputBytes, execMaxOutputBytes),
  };
}
