// The floor of a start and of memory: the daemon's libraries loaded, one raw list of the engine read, then idle.
// node floor-start.ts [ENGINE-SOCKET]

import '@grpc/grpc-js';
import '@grpc/proto-loader';
import 'better-sqlite3';
import 'dockerode';
import { request } from 'node:http';
import 'pino';
import 'prom-client';
import 'yaml';
import 'zod';

const [socketPath] = process.argv.slice(2);
if (socketPath !== undefined) await listRaw(socketPath);
console.log('"event":"ready"');
// Idle until it is ended.
setInterval(() => undefined, 60_000);

async function listRaw(engineSocket: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const sent = request({ socketPath: engineSocket, path: '/containers', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        JSON.parse(Buffer.concat(chunks).toString());
        resolve();
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
