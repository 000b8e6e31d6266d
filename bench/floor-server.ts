// The floor of a call: grpc-js on a Unix socket. Raw bytes in and out, with or without one FULL commit each; and a
// Heartbeat by the contract of the daemon that nothing is done for.
// node floor-server.ts SOCKET DATABASE

import {
  type GrpcObject,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import Database from 'better-sqlite3';
import path from 'node:path';

import type { HeartbeatResponse } from '../src/gen/sandkeep/v1/HeartbeatResponse.ts';

const [socketPath = '', databasePath = ''] = process.argv.slice(2);
const database = new Database(databasePath);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
const insert = database.prepare('INSERT INTO notes (bytes) VALUES (?)');

const heartbeatTimeoutMs = 300_000;

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
server.addService(sessionService(), {
  Heartbeat: (_call: unknown, callback: (error: null, reply: HeartbeatResponse) => void) => {
    const dueMs = Date.now() + heartbeatTimeoutMs;
    callback(null, {
      state: 'SESSION_STATE_ACTIVE',
      generation: 1,
      recycleTime: { seconds: Math.floor(dueMs / 1000), nanos: (dueMs % 1000) * 1e6 },
      needsRestore: false,
    });
  },
});
server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log('"event":"ready"');
});
process.once('SIGTERM', () => {
  server.forceShutdown();
  database.close();
});

/** With the codecs that the daemon has: the same loader, files and options. */
function sessionService(): ServiceDefinition {
  const definition = loadSync('sandkeep/v1/session_service.proto', {
    includeDirs: [path.resolve(import.meta.dirname, '../proto')],
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const { sandkeep } = loadPackageDefinition(definition);
  const { SessionService } = (sandkeep as GrpcObject)['v1'] as GrpcObject;
  return (SessionService as ServiceClientConstructor).service;
}
