// Calls of the floor server.

import { Client, credentials } from '@grpc/grpc-js';
import path from 'node:path';

import { connect, type SandkeepClient } from '../src/client/client.ts';
import { startProgram } from './process.ts';

export interface Floor {
  /** One FULL commit of so many bytes, which come back. */
  commit(bytes: number): Promise<Buffer>;
  /** So many bytes, without a commit. */
  reply(bytes: number): Promise<Buffer>;
  /** Answered at once by the same messages as the daemon's, to the same client. */
  heartbeat: SandkeepClient['heartbeat'];
  stop(): Promise<void>;
}

const same = (bytes: Buffer): Buffer => bytes;

export async function startFloor(directory: string): Promise<Floor> {
  const socketPath = path.join(directory, 'floor.sock');
  const program = path.join(import.meta.dirname, 'floor-server.ts');
  const server = await startProgram([program, socketPath, path.join(directory, 'floor.db')], '"event":"ready"');
  const client = new Client(`unix:${socketPath}`, credentials.createInsecure());
  const typed = connect({ socketPath });
  const call = (method: string, request: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(method, same, same, request, (error, reply) => {
        if (error) reject(error);
        else resolve(reply ?? Buffer.alloc(0));
      });
    });
  return {
    commit: (bytes) => call('/floor/commit', Buffer.alloc(bytes, 1)),
    reply: (bytes) => call('/floor/reply', Buffer.from(String(bytes))),
    heartbeat: (request, options) => typed.heartbeat(request, options),
    stop: async () => {
      typed.close();
      client.close();
      await server.stop();
    },
  };
}
