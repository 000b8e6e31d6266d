// What the daemon does while it is killed at each point of it: everything that has an intent and an effect.

import { rmSync } from 'node:fs';

import type { SandkeepClient } from '../../src/client/client.ts';
import type { Sandbox__Output } from '../../src/gen/sandkeep/v1/Sandbox.ts';

export const file = '/workspace/work.txt';

export interface Subject {
  readonly client: SandkeepClient;
  readonly session: string;
  /** Of what is done to get there one, of the work itself another. */
  readonly requestId: string;
  /** What was last written to the file of the session. */
  readonly content: string;
  /** Of the session, once `before` has run. */
  readonly sandboxId: string;
}

export interface Work {
  readonly name: string;
  /** Brings the session to where the work begins; null where it begins with nothing. */
  readonly before: ((subject: Subject) => Promise<unknown>) | null;
  /** May be sent again until it is answered. */
  readonly act: (subject: Subject) => Promise<unknown>;
  /** Whether the sandbox and its file are there afterwards. */
  readonly leaves: 'the sandbox' | 'the file alone' | 'nothing';
}

export const works: readonly Work[] = [
  { name: 'acquire', before: null, act: acquire, leaves: 'the sandbox' },
  { name: 'write', before: acquireAndWrite, act: write, leaves: 'the sandbox' },
  {
    name: 'command',
    before: acquireAndWrite,
    act: async ({ client, sandboxId }) => await client.runExec({ sandboxId, argv: ['true'] }),
    leaves: 'the sandbox',
  },
  { name: 'stop', before: acquireAndWrite, act: stop, leaves: 'the sandbox' },
  {
    name: 'start',
    before: async (subject) => {
      await acquireAndWrite(subject);
      await stop(subject);
    },
    act: async ({ client, sandboxId, requestId }) => await client.startSandbox({ sandboxId, requestId }),
    leaves: 'the sandbox',
  },
  { name: 'pause', before: acquireAndWrite, act: pause, leaves: 'the sandbox' },
  {
    name: 'resume',
    before: async (subject) => {
      await acquireAndWrite(subject);
      await pause(subject);
    },
    act: async ({ client, sandboxId, requestId }) => await client.resumeSandbox({ sandboxId, requestId }),
    leaves: 'the sandbox',
  },
  { name: 'recycle', before: acquireAndWrite, act: reap, leaves: 'the sandbox' },
  {
    name: 'restore',
    before: async (subject) => {
      await acquireAndWrite(subject);
      await reap(subject);
    },
    act: acquire,
    leaves: 'the sandbox',
  },
  {
    name: 'fetch',
    before: async (subject) => {
      const { workspacePath } = await acquireAndWrite(subject);
      await reap(subject);
      // As after a loss of the disk of this host.
      rmSync(workspacePath, { recursive: true });
    },
    act: acquire,
    leaves: 'the sandbox',
  },
  {
    name: 'release',
    before: acquireAndWrite,
    act: async ({ client, sandboxId, requestId }) => await client.releaseSandbox({ sandboxId, requestId, wait: true }),
    leaves: 'the file alone',
  },
  {
    name: 'release with its workspace',
    before: async (subject) => {
      await acquireAndWrite(subject);
      await reap(subject);
      await acquire({ ...subject, requestId: `${subject.requestId}-again` });
    },
    act: async ({ client, sandboxId, requestId }) =>
      await client.releaseSandbox({ sandboxId, requestId, wait: true, deleteWorkspace: true }),
    leaves: 'nothing',
  },
];

export async function acquire({ client, session, requestId }: Subject): Promise<Sandbox__Output> {
  const { sandbox } = await client.acquireSandbox({ session: { session }, requestId });
  if (sandbox === null) throw new Error('an answer without a sandbox');
  return sandbox;
}

async function acquireAndWrite(subject: Subject): Promise<Sandbox__Output> {
  const sandbox = await acquire(subject);
  await write({ ...subject, sandboxId: sandbox.id });
  return sandbox;
}

async function write({ client, sandboxId, content }: Subject): Promise<unknown> {
  return await client.writeFile({ sandboxId, path: file }, onePiece(content));
}

async function* onePiece(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}

async function stop({ client, session }: Subject): Promise<unknown> {
  return await client.stopSandbox({ sandboxId: await idOf(client, session) });
}

async function pause({ client, session }: Subject): Promise<unknown> {
  return await client.pauseSandbox({ sandboxId: await idOf(client, session) });
}

async function reap({ client, session }: Subject): Promise<unknown> {
  return await client.reapSession({ session: { session }, wait: true });
}

/** Of the one sandbox of the session. */
export async function idOf(client: SandkeepClient, session: string): Promise<string> {
  const { sandbox } = await client.discoverSandbox({ session: { session } });
  return sandbox?.id ?? '';
}
