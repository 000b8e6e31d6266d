// Calls of the floor server.

import { Client, credentials } from '@grpc/grpc-js';
import path from 'node:path';

import { connect, type SandkeepClient } from '../src/client/client.ts';
import { findService } from '../src/client/contract.ts';
import type { AcquireSandboxResponse__Output } from '../src/gen/sandkeep/v1/AcquireSandboxResponse.ts';
import { startProgram } from './process.ts';

export interface Floor {
  /** One FULL commit of so many bytes, which come back. */
  commit(bytes: number): Promise<Buffer>;
  /** So many bytes, without a commit. */
  reply(bytes: number): Promise<Buffer>;
  /** What `acquire` answers from now on. */
  sample(response: AcquireSandboxResponse__Output): Promise<void>;
  /** The sample after one FULL commit of its bytes, by the same messages as the daemon's, to the same client. */
  acquire: SandkeepClient['acquireSandbox'];
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
    sample: async (response) => {
      const { AcquireSandbox } = findService('sandkeep.v1.SandboxService');
      if (AcquireSandbox === undefined) throw new Error('the contract has no AcquireSandbox');
      await call('/floor/sample', AcquireSandbox.responseSerialize(response));
    },
    acquire: (request, options) => typed.acquireSandbox(request, options),
    heartbeat: (request, options) => typed.heartbeat(request, options),
    stop: async () => {
      typed.close();
      client.close();
      await server.stop();
    },
  };
}
