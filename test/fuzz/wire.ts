// What is not gRPC, or not quite: random bytes, broken HTTP/2, heads and messages that are too large, floods.

import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import type { Random } from '../crash/random.ts';
import type { Findings } from './findings.ts';
import { randomBytes } from './messages.ts';

const maxConnectionMs = 1500;
const frameHeadBytes = 9;
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const emptySettings = frame(4, 0, 0, Buffer.alloc(0));
const frameTypes = 12;
const floodFrames = 2000;
const rapidStreams = 500;
const hugeHeaderBytes = 200_000;
const manyHeaders = 3000;
const largeMessageBytes = 16 * 1024 * 1024;
const getInfo = '/sandkeep.v1.AdminService/GetInfo';

export interface WireFuzzOptions {
  readonly socketPath: string;
  readonly random: Random;
  readonly findings: Findings;
  readonly stopping: AbortSignal;
}

type Attack = (options: WireFuzzOptions) => Promise<void>;

const attacks: Readonly<Record<string, Attack>> = {
  'random bytes': (options) => write(options, [randomBytes(options.random, 1 + options.random.below(5000))]),
  'another protocol': (options) => write(options, [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')]),
  'preface and garbage': (options) =>
    write(options, [preface, randomBytes(options.random, options.random.below(2000))]),
  'preface in pieces': (options) =>
    write(
      options,
      [...preface].map((byte) => Buffer.from([byte])),
    ),
  'half a preface': (options) => write(options, [preface.subarray(0, options.random.below(preface.length))]),
  'random frames': ({ random, ...options }) =>
    write({ random, ...options }, [preface, emptySettings, ...Array.from({ length: 20 }, () => randomFrame(random))]),
  'a frame of another length': ({ random, ...options }) => {
    const lying = frame(random.below(frameTypes), 0, 1, randomBytes(random, 50));
    lying.writeUIntBE(random.below(16_777_215), 0, 3);
    return write({ random, ...options }, [preface, emptySettings, lying]);
  },
  'a flood of settings': (options) => flood(options, emptySettings),
  'a flood of pings': (options) => flood(options, frame(6, 0, 0, Buffer.alloc(8))),
  'a flood of empty data': (options) => flood(options, frame(0, 0, 1, Buffer.alloc(0))),
  silence: async ({ socketPath }) => {
    const socket = dial(socketPath);
    await closedOr(socket, maxConnectionMs);
  },
  'a huge header': (options) => request(options, { 'x-huge': 'h'.repeat(hugeHeaderBytes) }, []),
  'many headers': (options) =>
    request(options, Object.fromEntries(Array.from({ length: manyHeaders }, (_, index) => [`x-${index}`, 'v'])), []),
  'another content type': (options) => request(options, { 'content-type': 'text/html' }, [Buffer.from('<html>')]),
  'another method': (options) => request(options, { ':method': options.random.pick(['GET', 'DELETE', 'x']) }, []),
  'an unknown path': (options) =>
    request(options, { ':path': options.random.pick(['/', '//', '/../..', '/a/b', '*', '/sandkeep.v1.X/Y']) }, []),
  'bad metadata': (options) =>
    request(options, { 'grpc-timeout': options.random.pick(['', '-1S', '99999999999H', 'x']), 'x-bin': '%%%' }, [
      message(Buffer.alloc(0)),
    ]),
  'a message that is too large': (options) => request(options, {}, [message(Buffer.alloc(largeMessageBytes))]),
  'a message that lies about its length': (options) => {
    const lying = message(Buffer.alloc(10));
    lying.writeUInt32BE(options.random.pick([0xffffffff, 11, 9, 4_000_000]), 1);
    return request(options, {}, [lying]);
  },
  'a bad compression': (options) =>
    request(options, { 'grpc-encoding': options.random.pick(['gzip', 'deflate', 'identity', 'x']) }, [
      message(randomBytes(options.random, 100), 1),
    ]),
  'a compressed bomb': (options) =>
    request(options, { 'grpc-encoding': 'gzip' }, [message(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 1)]),
  'a message byte by byte': (options) =>
    request(
      options,
      {},
      [...message(randomBytes(options.random, 60))].map((byte) => Buffer.from([byte])),
    ),
  'streams that are reset at once': rapidReset,
};

/** Connects and attacks until it is told to stop. */
export async function fuzzWire(options: WireFuzzOptions): Promise<void> {
  const names = Object.keys(attacks);
  while (!options.stopping.aborted) {
    const name = options.random.pick(names);
    options.findings.count('attacks on the socket');
    options.findings.count(`attack: ${name}`);
    await attacks[name]?.(options);
  }
}

async function write({ socketPath }: WireFuzzOptions, pieces: readonly Buffer[]): Promise<void> {
  const socket = dial(socketPath);
  socket.resume();
  for (const piece of pieces) socket.write(piece);
  await closedOr(socket, maxConnectionMs / 10);
}

/** Whatever is answered is never read. */
async function flood({ socketPath }: WireFuzzOptions, one: Buffer): Promise<void> {
  const socket = dial(socketPath);
  socket.pause();
  socket.write(Buffer.concat([preface, emptySettings, ...Array.from({ length: floodFrames }, () => one)]));
  await closedOr(socket, maxConnectionMs);
}

async function request(
  { socketPath }: WireFuzzOptions,
  headers: Readonly<Record<string, string>>,
  pieces: readonly Buffer[],
): Promise<void> {
  const session = connectHttp2('http://daemon', { createConnection: () => dial(socketPath) });
  session.on('error', () => {});
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': getInfo,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    stream.on('error', () => {});
    stream.resume();
    for (const piece of pieces) stream.write(piece);
    stream.end();
    await Promise.race([once(stream, 'close'), once(session, 'close'), delay(maxConnectionMs)]);
  } catch {
    // Refused on this side already, such as a header that is none.
  } finally {
    session.destroy();
  }
}

async function rapidReset({ socketPath }: WireFuzzOptions): Promise<void> {
  const session = connectHttp2('http://daemon', { createConnection: () => dial(socketPath) });
  session.on('error', () => {});
  for (let opened = 0; opened < rapidStreams && !session.destroyed; opened += 1) {
    const stream = session.request({ ':method': 'POST', ':path': getInfo, 'content-type': 'application/grpc' });
    stream.on('error', () => {});
    stream.close(constants.NGHTTP2_CANCEL);
  }
  await delay(maxConnectionMs / 10);
  session.destroy();
}

/** Its end is what is waited for, whatever it ends of. */
function dial(socketPath: string): Socket {
  const socket = connect(socketPath);
  socket.on('error', () => {});
  return socket;
}

async function closedOr(socket: Socket, timeoutMs: number): Promise<void> {
  // Not "once" of node:events, which an error ends by a rejection.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  if (!socket.closed) await Promise.race([closed, delay(timeoutMs)]);
  socket.destroy();
}

function randomFrame(random: Random): Buffer {
  const streamId = random.pick([0, 1, 2, 3, 5, 2_147_483_647]);
  return frame(random.below(frameTypes), random.below(256), streamId, randomBytes(random, random.below(200)));
}

function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHeadBytes);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

function message(content: Buffer, compressed = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}
