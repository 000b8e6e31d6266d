// Transfers through the floor server, and those of the docker client.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

import { Client, credentials } from '@grpc/grpc-js';

import { startProgram } from './process.ts';

export interface TransferFloor {
  /** Bytes that came; those of the engine's frames and archives are among them. */
  exec(container: string, argv: readonly string[]): Promise<number>;
  get(container: string, file: string): Promise<number>;
  put(container: string, directory: string, archive: Buffer): Promise<void>;
  residentMb(): number;
  stop(): Promise<void>;
}

const pieceBytes = 256 * 1024;
const same = (bytes: Buffer): Buffer => bytes;

export async function startTransferFloor(directory: string, engineSocket: string): Promise<TransferFloor> {
  const socketPath = path.join(directory, 'transfer-floor.sock');
  const program = path.join(import.meta.dirname, 'transfer-floor-server.ts');
  const server = await startProgram([program, socketPath, engineSocket], '"event":"ready"');
  const client = new Client(`unix:${socketPath}`, credentials.createInsecure());
  const take = async (method: string, request: readonly string[]): Promise<number> => {
    const call = client.makeServerStreamRequest(method, same, same, Buffer.from(JSON.stringify(request)));
    let bytes = 0;
    for await (const piece of call as AsyncIterable<Buffer>) bytes += piece.length;
    return bytes;
  };
  return {
    exec: (container, argv) => take('/floor/exec', [container, ...argv]),
    get: (container, file) => take('/floor/get', [container, file]),
    put: async (container, target, archive) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const call = client.makeClientStreamRequest('/floor/put', same, same, (error) =>
        error ? reject(error) : resolve(),
      );
      call.write(Buffer.from(JSON.stringify([container, target])));
      for (let at = 0; at < archive.length; at += pieceBytes) {
        if (call.write(archive.subarray(at, at + pieceBytes))) continue;
        await new Promise<void>((written) => void call.once('drain', () => written()));
      }
      call.end();
      await promise;
    },
    residentMb: () => server.residentMb(),
    stop: async () => {
      client.close();
      await server.stop();
    },
  };
}

export type DockerClient = (clientArguments: readonly string[]) => Promise<void>;

/** Runs the docker client with its output thrown away; null when this machine has none. */
export function dockerClient(engineSocket: string): DockerClient | null {
  if (spawnSync('docker', ['--version']).error !== undefined) return null;
  return async (clientArguments) => {
    const nowhere = openSync('/dev/null', 'w');
    try {
      const child = spawn('docker', ['--host', `unix://${engineSocket}`, ...clientArguments], {
        stdio: ['ignore', nowhere, 'inherit'],
      });
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject).once('close', resolve);
      });
      if (code !== 0) throw new Error(`docker ${clientArguments[0]} ended with ${code}`);
    } finally {
      closeSync(nowhere);
    }
  };
}
