// A real gRPC server on a real socket that answers only what a test tells it to.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  type UntypedServiceImplementation,
  status,
} from '@grpc/grpc-js';
import { findMessage, findService, serviceNames } from '../../src/client/contract.ts';

type Fields = Record<string, unknown>;
export type UnaryHandler = (request: Fields, call: ServerUnaryCall<Fields, object>) => object | Promise<object>;
export type StreamHandler = (request: Fields, call: ServerWritableStream<Fields, object>) => AsyncIterable<object>;
export type UploadHandler = (
  frames: AsyncIterable<Fields>,
  call: ServerReadableStream<Fields, object>,
) => Promise<object>;

/** Gets each frame as it comes, the first one too. */
export type DuplexHandler = (frames: AsyncIterator<Fields>) => AsyncIterable<object>;

export interface TinyHandlers {
  readonly unary?: Readonly<Record<string, UnaryHandler>>;
  readonly stream?: Readonly<Record<string, StreamHandler>>;
  readonly upload?: Readonly<Record<string, UploadHandler>>;
  readonly duplex?: Readonly<Record<string, DuplexHandler>>;
}

export interface TinyServer {
  readonly socketPath: string;
  /** Names and requests of the unary and streaming calls so far. */
  readonly calls: { readonly name: string; readonly request: Fields }[];
  readonly stop: () => void;
}

/** What a handler throws to answer with a typed error. */
export class TinyFailure extends Error {
  readonly code: status;
  readonly metadata: Metadata;

  constructor(code: status, message: string, details: readonly Detail[] = []) {
    super(message);
    this.code = code;
    this.metadata = new Metadata();
    if (details.length > 0) this.metadata.set('grpc-status-details-bin', encodeDetails(code, message, details));
  }
}

export interface Detail {
  readonly type: string;
  readonly fields: Fields;
}

export function errorInfo(reason: string, metadata: Readonly<Record<string, string>> = {}): Detail {
  return { type: 'google.rpc.ErrorInfo', fields: { reason, domain: 'sandkeep', metadata } };
}

export function temporarySocket(): { readonly path: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'sandkeep-tiny-'));
  return {
    path: join(directory, 'sandkeep.sock'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export async function startTinyServer(handlers: TinyHandlers, socketPath?: string): Promise<TinyServer> {
  const ownSocket = socketPath === undefined ? temporarySocket() : undefined;
  const path = socketPath ?? ownSocket?.path ?? '';
  const calls: TinyServer['calls'] = [];
  const server = new Server();
  for (const serviceName of [...serviceNames, 'grpc.health.v1.Health']) {
    server.addService(findService(serviceName), serviceImplementation(serviceName, handlers, calls));
  }
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  const stop = () => {
    server.forceShutdown();
    ownSocket?.remove();
  };
  return { socketPath: path, calls, stop };
}

function serviceImplementation(serviceName: string, handlers: TinyHandlers, calls: TinyServer['calls']) {
  const implementation: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(findService(serviceName))) {
    const { unary, stream, upload, duplex } = handlers;
    if (method.requestStream && method.responseStream) {
      implementation[name] = handleDuplex(name, duplex?.[name], calls);
    } else if (method.requestStream) implementation[name] = handleUpload(upload?.[name]);
    else if (method.responseStream) implementation[name] = handleStream(name, stream?.[name], calls);
    else implementation[name] = handleUnary(name, unary?.[name], calls);
  }
  return implementation;
}

function handleUnary(name: string, handler: UnaryHandler | undefined, calls: TinyServer['calls']) {
  return (call: ServerUnaryCall<Fields, object>, callback: sendUnaryData<object>) => {
    calls.push({ name, request: call.request });
    void answerWith(async () => await (handler ?? refuse)(call.request, call), callback);
  };
}

function handleStream(name: string, handler: StreamHandler | undefined, calls: TinyServer['calls']) {
  return (call: ServerWritableStream<Fields, object>) => {
    calls.push({ name, request: call.request });
    const run = async () => {
      if (handler === undefined) refuse();
      for await (const frame of handler(call.request, call)) {
        if (call.cancelled) return;
        if (!call.write(frame)) await new Promise<void>((resolve) => void call.once('drain', () => resolve()));
      }
      call.end();
    };
    run().catch((error: unknown) => call.emit('error', toStatus(error)));
  };
}

function handleUpload(handler: UploadHandler | undefined) {
  return (call: ServerReadableStream<Fields, object>, callback: sendUnaryData<object>) => {
    void answerWith(async () => await (handler ?? refuse)(call, call), callback);
  };
}

function handleDuplex(name: string, handler: DuplexHandler | undefined, calls: TinyServer['calls']) {
  return (call: ServerDuplexStream<Fields, object>) => {
    const run = async () => {
      if (handler === undefined) refuse();
      for await (const frame of handler(framesOf(name, call, calls))) {
        if (call.cancelled) return;
        call.write(frame);
      }
      call.end();
    };
    run().catch((error: unknown) => call.emit('error', toStatus(error)));
  };
}

/** The stream's own iterator would destroy it before its status is sent. */
async function* framesOf(name: string, call: ServerDuplexStream<Fields, object>, calls: TinyServer['calls']) {
  const frames: Fields[] = [];
  let wake = (): void => {};
  let isOver = false;
  const over = (): void => {
    isOver = true;
    wake();
  };
  call.on('data', (frame: Fields) => {
    calls.push({ name, request: frame });
    frames.push(frame);
    wake();
  });
  for (const event of ['end', 'close', 'error', 'cancelled']) call.on(event, over);
  for (;;) {
    const frame = frames.shift();
    if (frame !== undefined) yield frame;
    else if (isOver) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

async function answerWith(work: () => Promise<object>, callback: sendUnaryData<object>): Promise<void> {
  try {
    callback(null, await work());
  } catch (error) {
    callback(toStatus(error));
  }
}

function refuse(): never {
  throw new TinyFailure(status.UNIMPLEMENTED, 'the test did not say how to answer');
}

function toStatus(error: unknown) {
  if (error instanceof TinyFailure) return { code: error.code, details: error.message, metadata: error.metadata };
  return { code: status.INTERNAL, details: String(error) };
}

function encodeDetails(code: status, message: string, details: readonly Detail[]): Buffer {
  const parts = details.map(({ type, fields }) => ({
    type_url: `type.googleapis.com/${type}`,
    value: encode(type, fields),
  }));
  return encode('google.rpc.Status', { code, message, details: parts });
}

function encode(type: string, fields: Fields): Buffer {
  const found = findMessage(type);
  if (found === undefined) throw new Error(`the contract has no message ${type}`);
  return found.serialize(fields);
}
