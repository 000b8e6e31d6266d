// Requests that are well made, or nearly, on every method of the contract. Every answer is judged: a reason of the error
// table, INTERNAL only for bytes that do not decode, never UNKNOWN, and never a connection that ends.

import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';

import { toRpcError } from '../../src/client/status-details.ts';
import { type AnyMethod, findService, serviceNames } from '../../src/client/contract.ts';
import { isErrorReason } from '../../src/domain/errors.ts';
import type { Random } from '../crash/random.ts';
import type { Findings } from './findings.ts';
import { type Known, mutated, randomMessage } from './messages.ts';

const deadlineMs = 2000;
const maxAnswersRead = 50;
const maxMessagesSent = 6;
const shownHexCharacters = 400;

interface Target {
  readonly name: string;
  readonly method: AnyMethod;
  readonly requestType: string;
}

/** What undoes the daemon for others is undone at once. */
const undone = new Map<string, object>([['Drain', { undo: true }]]);

export const targets: readonly Target[] = serviceNames.flatMap((service) =>
  Object.entries(findService(service))
    .filter(([name, { path }]) => path.endsWith(`/${name}`))
    .map(([name, method]) => ({
      name,
      method,
      requestType: `sandkeep.v1.${typeNameOf(method)}`,
    })),
);

export interface RpcFuzzOptions {
  readonly socketPath: string;
  readonly random: Random;
  readonly findings: Findings;
  readonly known: () => Known;
  readonly stopping: AbortSignal;
}

/** Calls until it is told to stop; each method is called as often as the others. */
export async function fuzzRpcs(options: RpcFuzzOptions): Promise<void> {
  const client = new Client(`unix:${options.socketPath}`, credentials.createInsecure());
  try {
    while (!options.stopping.aborted) await callOnce(client, options.random.pick(targets), options);
  } finally {
    client.close();
  }
}

async function callOnce(client: Client, target: Target, options: RpcFuzzOptions): Promise<void> {
  const { random, findings, known } = options;
  const count = target.method.requestStream ? 1 + random.below(maxMessagesSent) : 1;
  const sent = Array.from({ length: count }, () => {
    const bytes = target.method.requestSerialize(randomMessage(target.requestType, random, known()));
    return random.chance(0.25) ? mutated(bytes, random) : bytes;
  });
  const error = await send(client, target.method, sent, random.chance(0.1) ? 'cancel' : 'finish');
  judge(target, sent, error, findings);
  const undo = undone.get(target.name);
  if (undo !== undefined) await send(client, target.method, [target.method.requestSerialize(undo)], 'finish');
}

/** Null when it was served. */
async function send(
  client: Client,
  method: AnyMethod,
  messages: readonly Buffer[],
  end: 'finish' | 'cancel',
): Promise<ServiceError | null> {
  const { promise, resolve } = Promise.withResolvers<ServiceError | null>();
  const call = client.makeBidiStreamRequest<Buffer, Buffer>(
    method.path,
    (bytes) => bytes,
    (bytes) => bytes,
    new Metadata(),
    { deadline: Date.now() + deadlineMs },
  );
  let answers = 0;
  call.on('data', () => {
    answers += 1;
    if (answers >= maxAnswersRead) call.cancel();
  });
  call.on('error', (error: ServiceError) => resolve(error));
  call.on('end', () => resolve(null));
  for (const bytes of messages) call.write(bytes);
  if (end === 'cancel') setImmediate(() => call.cancel());
  else call.end();
  return await promise;
}

function judge(target: Target, sent: readonly Buffer[], error: ServiceError | null, findings: Findings): void {
  findings.count('calls');
  if (error === null) return findings.count('calls served');
  const { reason, status, message } = toRpcError(error);
  const isOurOwn = status === 'CANCELLED' || status === 'DEADLINE_EXCEEDED';
  const isTooLarge = status === 'RESOURCE_EXHAUSTED' && reason === '';
  const isUndecodable = status === 'INTERNAL' && reason === '' && sent.some((bytes) => !decodes(target, bytes));
  const isOfTheTable = isErrorReason(reason) && reason !== 'INTERNAL' && status !== 'UNKNOWN';
  findings.count(`refused with ${reason === '' ? status : reason}`);
  if (isOurOwn || isTooLarge || isUndecodable || isOfTheTable) return;
  const shown = sent.map((bytes) => bytes.toString('hex').slice(0, shownHexCharacters)).join(' ');
  findings.violate(`${target.name} answered ${status} ${reason} "${message}" to ${shown}`);
}

function decodes({ method }: Target, bytes: Buffer): boolean {
  try {
    method.requestDeserialize(bytes);
    return true;
  } catch {
    return false;
  }
}

function typeNameOf(method: { readonly requestType: { readonly type: object } }): string {
  const { type } = method.requestType;
  if ('name' in type && typeof type.name === 'string') return type.name;
  throw new Error('a method without a type');
}
