// Every call ends: how long each may take unless the caller says otherwise.
import type { HeartbeatRequest } from '../gen/sandkeep/v1/HeartbeatRequest.ts';
import type { CallToolRequest } from '../gen/sandkeep/v1/CallToolRequest.ts';
import type { RunExecRequest } from '../gen/sandkeep/v1/RunExecRequest.ts';
import { durationToMs } from './convert.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** Calls that may wait for an engine, a pull or a readiness probe. */
export const SLOW_TIMEOUT_MS = 600_000;
/** A pull over a slow line. */
export const PULL_TIMEOUT_MS = 3_600_000;
/** A whole tree over a pipe that may be slow. */
export const COPY_TIMEOUT_MS = 3_600_000;
/** A watch is resumed by its number, so even it need not last for ever. */
export const WATCH_TIMEOUT_MS = 86_400_000;
/** What the daemon takes when RunExec names no time-out. */
export const DEFAULT_EXEC_TIMEOUT_MS = 60_000;
/** What the daemon takes when CallTool and AddMcpServers name no time-out. */
export const DEFAULT_TOOL_TIMEOUT_MS = 60_000;
/** Time for the answer after the command's own time-out. */
export const EXEC_MARGIN_MS = 30_000;

const timeoutsMs: Readonly<Record<string, number>> = {
  AcquireSandbox: SLOW_TIMEOUT_MS,
  CreateSandbox: SLOW_TIMEOUT_MS,
  RestoreSandbox: SLOW_TIMEOUT_MS,
  StartSandbox: SLOW_TIMEOUT_MS,
  StopSandbox: SLOW_TIMEOUT_MS,
  PauseSandbox: SLOW_TIMEOUT_MS,
  ResumeSandbox: SLOW_TIMEOUT_MS,
  ReleaseSandbox: SLOW_TIMEOUT_MS,
  ReleaseAllSandboxes: SLOW_TIMEOUT_MS,
  ReleaseSession: SLOW_TIMEOUT_MS,
  ReapSession: SLOW_TIMEOUT_MS,
  RestoreSession: SLOW_TIMEOUT_MS,
  DrainPool: SLOW_TIMEOUT_MS,
  PrewarmPool: SLOW_TIMEOUT_MS,
  Reconcile: SLOW_TIMEOUT_MS,
  RunSweep: SLOW_TIMEOUT_MS,
  Drain: SLOW_TIMEOUT_MS,
  AdoptOrphan: SLOW_TIMEOUT_MS,
  RemoveOrphan: SLOW_TIMEOUT_MS,
  Recover: SLOW_TIMEOUT_MS,
  ReadFile: SLOW_TIMEOUT_MS,
  WriteFile: SLOW_TIMEOUT_MS,
  ListFiles: SLOW_TIMEOUT_MS,
  RemoveFile: SLOW_TIMEOUT_MS,
  MoveFile: SLOW_TIMEOUT_MS,
  GlobFiles: SLOW_TIMEOUT_MS,
  GrepFiles: SLOW_TIMEOUT_MS,
  ReplaceInFile: SLOW_TIMEOUT_MS,
  CopyIn: COPY_TIMEOUT_MS,
  CopyOut: COPY_TIMEOUT_MS,
  WatchFiles: WATCH_TIMEOUT_MS,
  CheckHealth: SLOW_TIMEOUT_MS,
  ListTools: SLOW_TIMEOUT_MS,
  PullImage: PULL_TIMEOUT_MS,
  StreamExec: WATCH_TIMEOUT_MS,
  StreamLogs: WATCH_TIMEOUT_MS,
  StreamStats: WATCH_TIMEOUT_MS,
  WaitExec: WATCH_TIMEOUT_MS,
  WatchEvents: WATCH_TIMEOUT_MS,
};

export function defaultTimeoutMs(methodName: string, request: object): number {
  if (methodName === 'RunExec') return execTimeoutMs(request);
  if (methodName === 'CallTool' || methodName === 'AddMcpServers') return toolTimeoutMs(request);
  if (methodName === 'Heartbeat') return heartbeatTimeoutMs(request);
  return timeoutsMs[methodName] ?? DEFAULT_TIMEOUT_MS;
}

function execTimeoutMs(request: RunExecRequest): number {
  return (request.timeout ? durationToMs(request.timeout) : DEFAULT_EXEC_TIMEOUT_MS) + EXEC_MARGIN_MS;
}

/** A recycled sandbox is restored first. */
function toolTimeoutMs(request: CallToolRequest): number {
  return (request.timeout ? durationToMs(request.timeout) : DEFAULT_TOOL_TIMEOUT_MS) + SLOW_TIMEOUT_MS;
}

/** Only one that may restore waits for anything. */
function heartbeatTimeoutMs(request: HeartbeatRequest): number {
  return request.restore ? SLOW_TIMEOUT_MS : DEFAULT_TIMEOUT_MS;
}
