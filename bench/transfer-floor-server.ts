// The floor of transfers: dockerode on one side, a bare grpc-js stream of its bytes on the other, at the pace of the
// slower one. Archives stay archives and output keeps its frames: less than any daemon would do.
// node transfer-floor-server.ts SOCKET ENGINE-SOCKET

import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import Dockerode from 'dockerode';
import { Readable } from 'node:stream';
import { z } from 'zod';

type Bytes = AsyncIterable<Buffer>;

const [socketPath = '', engineSocket = ''] = process.argv.slice(2);
const docker = new Dockerode({ socketPath: engineSocket });
const same = (bytes: Buffer): Buffer => bytes;
const requestSchema = z.array(z.string());

/** [container, ...argv] gives what the command says. */
async function startExec(container: string, argv: readonly string[]): Promise<Bytes> {
  const exec = await docker.getContainer(container).exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true });
  return (await exec.start({ hijack: true, stdin: false })) as Bytes;
}

/** [container, path] gives an archive of the file. */
async function getArchive(container: string, [path = '']: readonly string[]): Promise<Bytes> {
  return (await docker.getContainer(container).getArchive({ path })) as AsyncIterable<unknown> as Bytes;
}

function sending(open: (container: string, rest: readonly string[]) => Promise<Bytes>) {
  return (call: ServerWritableStream<Buffer, Buffer>): void => {
    send(call, open).catch((error: unknown) => call.destroy(asError(error)));
  };
}

async function send(
  call: ServerWritableStream<Buffer, Buffer>,
  open: (container: string, rest: readonly string[]) => Promise<Bytes>,
): Promise<void> {
  const [container = '', ...rest] = requestSchema.parse(JSON.parse(call.request.toString()));
  for await (const piece of await open(container, rest)) {
    if (!call.write(piece)) await new Promise<void>((resolve) => void call.once('drain', () => resolve()));
  }
  call.end();
}

/** [container, directory], then the pieces of an archive to unpack there. */
async function putArchive(call: ServerReadableStream<Buffer, Buffer>): Promise<void> {
  const pieces = (call as Bytes)[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) throw new Error('no request came');
  const [container = '', path = ''] = requestSchema.parse(JSON.parse(first.value.toString()));
  const rest: Bytes = { [Symbol.asyncIterator]: () => pieces };
  await docker.getContainer(container).putArchive(Readable.from(rest, { objectMode: false }), { path });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const method = (path: string, kind: 'sends' | 'takes'): ServiceDefinition[string] => ({
  path,
  requestStream: kind === 'takes',
  responseStream: kind === 'sends',
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
});

const server = new Server();
server.addService(
  { exec: method('/floor/exec', 'sends'), get: method('/floor/get', 'sends'), put: method('/floor/put', 'takes') },
  {
    exec: sending(startExec),
    get: sending(getArchive),
    put: (call: ServerReadableStream<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
      putArchive(call).then(
        () => callback(null, Buffer.alloc(0)),
        (error: unknown) => callback(asError(error)),
      );
    },
  },
);
server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log('"event":"ready"');
});
process.once('SIGTERM', () => server.forceShutdown());
