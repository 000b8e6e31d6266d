// The floor of output: dockerode on one side, a bare grpc-js stream of its bytes on the other, at the reader's pace.
// node exec-floor-server.ts SOCKET ENGINE-SOCKET

import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import Dockerode from 'dockerode';
import { z } from 'zod';

const [socketPath = '', engineSocket = ''] = process.argv.slice(2);
const docker = new Dockerode({ socketPath: engineSocket });
const same = (bytes: Buffer): Buffer => bytes;
const requestSchema = z.array(z.string());

async function pass(call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  const [container = '', ...argv] = requestSchema.parse(JSON.parse(call.request.toString()));
  const exec = await docker.getContainer(container).exec({ Cmd: argv, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  // With the headers of the engine's frames in it: less than any daemon would do.
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (!call.write(piece)) await new Promise<void>((resolve) => void call.once('drain', () => resolve()));
  }
  call.end();
}

const server = new Server();
server.addService(
  {
    exec: {
      path: '/floor/exec',
      requestStream: false,
      responseStream: true,
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    },
  },
  {
    exec: (call: ServerWritableStream<Buffer, Buffer>) => {
      pass(call).catch((error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))));
    },
  },
);
server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log('"event":"ready"');
});
process.once('SIGTERM', () => server.forceShutdown());
