// Calls as clients in other languages make them: without what our own client adds.

import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

import { findService } from '../../src/client/contract.ts';

/** Without a deadline. Ended with the test. */
export function callWithoutDeadline(
  socketPath: string,
  service: string,
  name: string,
  request: object,
): Promise<unknown> {
  const method = findService(service)[name];
  if (method === undefined) throw new Error(`no method ${name}`);
  const client = new Client(`unix:${socketPath}`, credentials.createInsecure());
  onTestFinished(() => client.close());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      new Metadata(),
      (error, response) => (error === null ? resolve(response) : reject(error)),
    );
  });
}

/** What the health service says of a service; "" is the whole daemon. */
export async function healthOf(socketPath: string, service = ''): Promise<string> {
  const answer = await callWithoutDeadline(socketPath, 'grpc.health.v1.Health', 'Check', { service });
  if (typeof answer === 'object' && answer !== null && 'status' in answer) return String(answer.status);
  throw new Error('the health service answered something else');
}
