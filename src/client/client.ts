// The typed client of sandkeepd: one promise method per unary call, one async iterable per stream.
import { Client, credentials, status } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthCheckResponse__Output } from '../gen/grpc/health/v1/HealthCheckResponse.ts';
import type { AdminServiceDefinition } from '../gen/sandkeep/v1/AdminService.ts';
import type { EventServiceDefinition } from '../gen/sandkeep/v1/EventService.ts';
import type { ExecServiceDefinition } from '../gen/sandkeep/v1/ExecService.ts';
import type { FileServiceDefinition } from '../gen/sandkeep/v1/FileService.ts';
import type { LogServiceDefinition } from '../gen/sandkeep/v1/LogService.ts';
import type { SandboxServiceDefinition } from '../gen/sandkeep/v1/SandboxService.ts';
import type { SessionServiceDefinition } from '../gen/sandkeep/v1/SessionService.ts';
import type { StatsServiceDefinition } from '../gen/sandkeep/v1/StatsService.ts';
import type { TemplateServiceDefinition } from '../gen/sandkeep/v1/TemplateService.ts';
import type { ToolServiceDefinition } from '../gen/sandkeep/v1/ToolService.ts';
import type { CopyInHeader } from '../gen/sandkeep/v1/CopyInHeader.ts';
import type { CopyInResponse__Output } from '../gen/sandkeep/v1/CopyInResponse.ts';
import type { WriteFileHeader } from '../gen/sandkeep/v1/WriteFileHeader.ts';
import type { WriteFileResponse__Output } from '../gen/sandkeep/v1/WriteFileResponse.ts';
import { type CallOptions, clientStream, serverStream, unary } from './calls.ts';
import { type AnyMethod, findService, serviceNames } from './contract.ts';
import { defaultTimeoutMs } from './deadlines.ts';
import { type ExecCall, type ExecTarget, openExec } from './exec.ts';
import { RETRY_FIRST_DELAY_MS, RETRY_MAX_DELAY_MS } from './retry.ts';
import { defaultSocketPath, MAX_SOCKET_PATH_BYTES } from './socket-path.ts';
import { localError, toRpcError } from './status-details.ts';

export type { CallOptions } from './calls.ts';
export { durationFromMs, durationToMs, timestampToDate } from './convert.ts';
export { type FieldViolation, hasReason, type QuotaViolation, SandkeepRpcError } from './errors.ts';
export type { ExecCall, ExecOutputPiece, ExecTarget } from './exec.ts';
export { defaultSocketPath } from './socket-path.ts';

const MESSAGE_LIMIT_BYTES = 4 * 1024 * 1024 + 64 * 1024;
const FILE_CHUNK_BYTES = 256 * 1024;
const HEALTH_PROBE_TIMEOUT_MS = 1000;
const HEALTH_PROBE_INTERVAL_MS = 50;

const channelOptions = {
  'grpc.initial_reconnect_backoff_ms': RETRY_FIRST_DELAY_MS,
  'grpc.max_reconnect_backoff_ms': RETRY_MAX_DELAY_MS,
  'grpc.max_receive_message_length': MESSAGE_LIMIT_BYTES,
  'grpc.max_send_message_length': MESSAGE_LIMIT_BYTES,
  'grpc.enable_channelz': 0,
  'grpc.enable_http_proxy': 0,
  // Two clients of one process do not share the back-off of a socket that one of them saw fail.
  'grpc.use_local_subchannel_pool': 1,
};

type AllServices = AdminServiceDefinition &
  EventServiceDefinition &
  ExecServiceDefinition &
  FileServiceDefinition &
  LogServiceDefinition &
  SandboxServiceDefinition &
  SessionServiceDefinition &
  StatsServiceDefinition &
  TemplateServiceDefinition &
  ToolServiceDefinition;

/** Without the index signature that every generated definition has. */
type MethodName = keyof { [Name in keyof AllServices as string extends Name ? never : Name]: true };
/** The generated definitions do not say which methods stream. */
type StreamName = 'CopyOut' | 'PullImage' | 'ReadFile' | 'StreamLogs' | 'StreamStats' | 'WatchEvents' | 'WatchFiles';
type UploadName = 'CopyIn' | 'WriteFile';
type UnaryName = Exclude<MethodName, StreamName | UploadName | 'StreamExec'>;

type RequestOf<Name extends MethodName> = Parameters<AllServices[Name]['requestSerialize']>[0];
type ResponseOf<Name extends MethodName> = ReturnType<AllServices[Name]['responseDeserialize']>;

type UnaryCalls = {
  [Name in UnaryName as Uncapitalize<Name>]: (
    request: RequestOf<Name>,
    options?: CallOptions,
  ) => Promise<ResponseOf<Name>>;
};
/** A stream begins with its first read; leaving the loop or aborting the signal cancels it. */
type StreamCalls = {
  [Name in StreamName as Uncapitalize<Name>]: (
    request: RequestOf<Name>,
    options?: CallOptions,
  ) => AsyncGenerator<ResponseOf<Name>, void, undefined>;
};

export interface SandkeepClient extends UnaryCalls, StreamCalls {
  readonly socketPath: string;
  /** Writes a file from pieces of any size, at the pace of the daemon. */
  writeFile(
    header: WriteFileHeader,
    data: AsyncIterable<Uint8Array>,
    options?: CallOptions,
  ): Promise<WriteFileResponse__Output>;
  /** Unpacks a plain tar, in pieces of any size, at the pace of the daemon. */
  copyIn(header: CopyInHeader, tar: AsyncIterable<Uint8Array>, options?: CallOptions): Promise<CopyInResponse__Output>;
  /** Starts a command, or attaches to one, and gives its input, output and end. */
  exec(target: ExecTarget, options?: CallOptions): ExecCall;
  /** Resolves when the daemon says that it serves; rejects after the given time. */
  waitForReady(timeoutMs: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Ends the connection and every call on it. */
  readonly close: () => void;
  readonly [Symbol.dispose]: () => void;
}

export interface ConnectOptions {
  /** The daemon's socket; by default the one of the environment or the system. */
  readonly socketPath?: string;
  /** Deadline of unary calls that name none, instead of the one of each method. */
  readonly timeoutMs?: number;
  /** The access token that every call carries, where the daemon asks for one. */
  readonly token?: string | undefined;
}

/** Connects with the first call, not here; a daemon that comes later is found. */
export function connect(options: ConnectOptions = {}): SandkeepClient {
  const socketPath = options.socketPath ?? defaultSocketPath();
  if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH_BYTES) {
    throw new RangeError(`socket path is longer than ${MAX_SOCKET_PATH_BYTES} bytes: ${socketPath}`);
  }
  const channel = new Client(`unix:${socketPath}`, credentials.createInsecure(), channelOptions);
  const close = () => channel.close();
  const client = {
    socketPath,
    ...bindMethods(channel, options),
    waitForReady: (timeoutMs: number, { signal }: { signal?: AbortSignal } = {}) =>
      waitForReady(channel, socketPath, timeoutMs, signal),
    close,
    [Symbol.dispose]: close,
  };
  // The methods are made from the contract, which the types are generated from.
  return client as unknown as SandkeepClient;
}

function bindMethods(channel: Client, options: ConnectOptions): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  for (const serviceName of serviceNames) {
    for (const [name, method] of Object.entries(findService(serviceName))) {
      const bound = name === 'StreamExec' ? 'exec' : name.charAt(0).toLowerCase() + name.slice(1);
      methods[bound] = bindMethod(channel, name, method, options);
    }
  }
  return methods;
}

function bindMethod(channel: Client, name: string, method: AnyMethod, { timeoutMs, token }: ConnectOptions): unknown {
  const deadlined = (request: object, options: CallOptions, usualMs: number | undefined) => ({
    ...options,
    token,
    timeoutMs: options.timeoutMs ?? usualMs ?? defaultTimeoutMs(name, request),
  });
  if (method.requestStream && method.responseStream) {
    return (target: ExecTarget, options: CallOptions = {}) =>
      openExec(channel, method, target, deadlined(target, options, undefined));
  }
  if (method.requestStream) {
    return (header: object, data: AsyncIterable<Uint8Array>, options: CallOptions = {}) =>
      clientStream(channel, method, uploadFrames(header, data), deadlined({}, options, undefined));
  }
  if (method.responseStream) {
    return (request: object, options: CallOptions = {}) =>
      serverStream(channel, method, request, deadlined(request, options, undefined));
  }
  return (request: object, options: CallOptions = {}) =>
    unary(channel, name, method, request, deadlined(request, options, timeoutMs));
}

async function* uploadFrames(header: object, data: AsyncIterable<Uint8Array>): AsyncGenerator<object> {
  yield { header };
  for await (const piece of data) {
    for (let start = 0; start < piece.length; start += FILE_CHUNK_BYTES) {
      yield { data: piece.subarray(start, start + FILE_CHUNK_BYTES) };
    }
  }
}

async function waitForReady(channel: Client, socketPath: string, timeoutMs: number, signal?: AbortSignal) {
  const deadline = Date.now() + timeoutMs;
  for (let answer = 'no answer'; ; ) {
    const remainingMs = deadline - Date.now();
    if (remainingMs <= 0) {
      const message = `sandkeepd at ${socketPath} is not ready after ${timeoutMs} ms: ${answer}`;
      throw localError(status.DEADLINE_EXCEEDED, message);
    }
    answer = await probeHealth(channel, Math.min(remainingMs, HEALTH_PROBE_TIMEOUT_MS), signal);
    if (answer === 'SERVING') return;
    await sleep(Math.min(HEALTH_PROBE_INTERVAL_MS, remainingMs));
  }
}

async function probeHealth(channel: Client, timeoutMs: number, signal?: AbortSignal): Promise<string> {
  const method = findService('grpc.health.v1.Health')['Check'];
  if (method === undefined) throw new Error('the contract has no health check');
  const options = signal ? { timeoutMs, signal } : { timeoutMs };
  try {
    const response = await unary(channel, 'Check', method, { service: '' }, options);
    return (response as HealthCheckResponse__Output).status;
  } catch (error) {
    if (signal?.aborted) throw error;
    return toRpcError(error).message;
  }
}
