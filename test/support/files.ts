// Small files of a sandbox, as text, through the client.

import type { SandkeepClient } from '../../src/client/client.ts';

export async function writeText(client: SandkeepClient, sandboxId: string, path: string, text: string): Promise<void> {
  await client.writeFile({ sandboxId, path }, pieces(Buffer.from(text)));
}

export async function writeBytes(
  client: SandkeepClient,
  sandboxId: string,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  await client.writeFile({ sandboxId, path }, pieces(bytes));
}

export async function readBytes(client: SandkeepClient, sandboxId: string, path: string): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const { data } of client.readFile({ sandboxId, path })) read.push(data);
  return Buffer.concat(read);
}

export async function readText(client: SandkeepClient, sandboxId: string, path: string): Promise<string> {
  return (await readBytes(client, sandboxId, path)).toString('utf8');
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
