// The floor of a call: grpc-js on a Unix socket. Raw bytes in and out, with or without one FULL commit each; and calls
// by the contract of the daemon: a Heartbeat that nothing is done for, an Acquire that is one FULL commit.
// node floor-server.ts SOCKET DATABASE

import {
  type GrpcObject,
  loadPackageDefinition,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import Database from 'better-sqlite3';
import path from 'node:path';

import type { AcquireSandboxResponse__Output } from '../src/gen/sandkeep/v1/AcquireSandboxResponse.ts';
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

const sandboxService = service('SandboxService', 'sandbox_service');
const acquireMethod = (): MethodDefinition<unknown, AcquireSandboxResponse__Output> => {
  const { AcquireSandbox } = sandboxService;
  if (AcquireSandbox === undefined) throw new Error('the contract has no AcquireSandbox');
  return AcquireSandbox as MethodDefinition<unknown, AcquireSandboxResponse__Output>;
};
let sample: { readonly bytes: Buffer; readonly message: AcquireSandboxResponse__Output } = {
  bytes: Buffer.alloc(0),
  message: acquireMethod().responseDeserialize(Buffer.alloc(0)),
};

const server = new Server();
server.addService(
  { commit: method('/floor/commit'), reply: method('/floor/reply'), sample: method('/floor/sample') },
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
    /** The request is what AcquireSandbox answers from now on. */
    sample: (call: { request: Buffer }, callback: (error: null, reply: Buffer) => void) => {
      sample = { bytes: call.request, message: acquireMethod().responseDeserialize(call.request) };
      callback(null, Buffer.alloc(0));
    },
  },
);
server.addService(sandboxService, {
  AcquireSandbox: (_call: unknown, callback: (error: null, reply: AcquireSandboxResponse__Output) => void) => {
    insert.run(sample.bytes);
    callback(null, sample.message);
  },
});
server.addService(service('SessionService', 'session_service'), {
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
function service(name: string, file: string): ServiceDefinition {
  const definition = loadSync(`sandkeep/v1/${file}.proto`, {
    includeDirs: [path.resolve(import.meta.dirname, '../proto')],
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const { sandkeep } = loadPackageDefinition(definition);
  const { [name]: found } = (sandkeep as GrpcObject)['v1'] as GrpcObject;
  return (found as ServiceClientConstructor).service;
}
