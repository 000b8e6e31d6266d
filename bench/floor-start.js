// The floor of a start and of memory: the daemon's libraries loaded, one raw list of the engine read, then idle.
// node floor-start.js [ENGINE-SOCKET]

import { request } from 'node:http';

/** What dist/main.js loads from outside, but for what a call would load later. */
const libraries = ['@grpc/grpc-js', '@grpc/proto-loader', 'better-sqlite3', 'pino', 'prom-client', 'yaml', 'zod'];
for (const library of libraries) await import(library);

const [socketPath] = process.argv.slice(2);
if (socketPath !== undefined) await listRaw(socketPath);
console.log('"event":"ready"');
// Idle until it is ended.
setInterval(() => undefined, 60_000);

/** @param {string} engineSocket */
async function listRaw(engineSocket) {
  await new Promise((resolve, reject) => {
    const sent = request({ socketPath: engineSocket, path: '/containers', agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        JSON.parse(Buffer.concat(chunks).toString());
        resolve(null);
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
