// A server that answers with what no client can know yet: an enum value, and a reason.
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import path from 'node:path';
import { promisify } from 'node:util';

import { findMessage, findService } from '../../src/client/contract.ts';

const unknownState = 99;

interface GetSandboxCall {
  readonly request: { readonly sandboxId: string };
}
type Answer = (error: object | null, response?: object) => void;

export interface FutureServer {
  readonly socketPath: string;
  close(): void;
}

/** Listens below the directory; GetSandbox and the health check are all that it serves. */
export async function startFutureServer(directory: string): Promise<FutureServer> {
  const socketPath = path.join(directory, 'future.sock');
  const server = new Server();
  server.addService(findService('sandkeep.v1.SandboxService'), {
    GetSandbox: ({ request }: GetSandboxCall, answer: Answer) => {
      if (request.sandboxId === 'future-reason') answer(newerReason());
      else answer(null, { sandbox: { id: request.sandboxId, state: unknownState } });
    },
  });
  server.addService(findService('grpc.health.v1.Health'), {
    Check: (_call: object, answer: Answer) => answer(null, { status: 'SERVING' }),
  });
  await promisify(server.bindAsync.bind(server))(`unix:${socketPath}`, ServerCredentials.createInsecure());
  return { socketPath, close: () => server.forceShutdown() };
}

function newerReason(): object {
  const details = [
    detail('google.rpc.ErrorInfo', { reason: 'FROM_THE_FUTURE', domain: 'sandkeep', metadata: { retryable: 'true' } }),
    detail('google.rpc.RetryInfo', { retryDelay: { seconds: '1', nanos: 500_000_000 } }),
    detail('google.rpc.QuotaFailure', { violations: [{ subject: 'moons', description: '2 of 2 in use' }] }),
  ];
  const message = 'no moon is free';
  const metadata = new Metadata();
  metadata.set(
    'grpc-status-details-bin',
    encode('google.rpc.Status', { code: status.RESOURCE_EXHAUSTED, message, details }),
  );
  return { code: status.RESOURCE_EXHAUSTED, details: message, metadata };
}

function detail(name: string, message: object): object {
  return { type_url: `type.googleapis.com/${name}`, value: encode(name, message) };
}

function encode(name: string, message: object): Buffer {
  const type = findMessage(name);
  if (type === undefined) throw new Error(`the contract has no message ${name}`);
  return type.serialize(message);
}
