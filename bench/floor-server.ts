// The floor of a call: grpc-js on a Unix socket, raw bytes in and out, with or without one FULL commit each.
// node floor-server.ts SOCKET DATABASE

import { Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import Database from 'better-sqlite3';

const [socketPath = '', databasePath = ''] = process.argv.slice(2);
const database = new Database(databasePath);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO notes (bytes) VALUES (?)');

const same = (bytes: Buffer): Buffer => bytes;
const method = (path: string): ServiceDefinition[string] => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
});

const server = new Server();
server.addService(
  { commit: method('/floor/commit'), reply: method('/floor/reply') },
  {
    /** The request comes back after it is committed. */
    commit: (call: { request: Buffer }, callback: (error: null, reply: Buffer) => void) => {
      insert.run(call.request);
      callback(null, call.request);
    },
    /** The request is a size; so many bytes come back. */
    reply: (call: { request: Buffer }, callback: (error: null, reply: Buffer) => void) => {
      callback(null, Buffer.alloc(Number(call.request.toString()), 1));
    },
  },
);
server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log('"event":"ready"');
});
process.once('SIGTERM', () => {
  server.forceShutdown();
  database.close();
});
