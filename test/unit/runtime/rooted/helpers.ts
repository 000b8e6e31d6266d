// A workspace on disk with mounts over it, and short ways to read and write through them.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect } from 'vitest';

import { type ErrorReason, SandkeepError } from '../../../../src/domain/errors.ts';
import type { MountSpec } from '../../../../src/domain/runtime-spec.ts';
import type { FileWriteOptions } from '../../../../src/ports/files.ts';
import type { MountedFiles } from '../../../../src/runtime/rooted/mounted-files.ts';

export const never = new AbortController().signal;
export const plainWrite: FileWriteOptions = {
  mode: null,
  createParents: false,
  append: false,
  mustNotExist: false,
  ifMatch: null,
};

export function mount(source: string, target: string, readOnly = false): MountSpec {
  return { source, target, readOnly };
}

/** Makes files (and their parents) below root from relative path to content; a path ending in "/" is a directory. */
export async function makeTree(root: string, tree: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(tree)) {
    const place = path.join(root, name);
    if (name.endsWith('/')) {
      await mkdir(place, { recursive: true });
      continue;
    }
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, content);
  }
}

export async function* bytesOf(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

export async function readText(files: MountedFiles, place: string): Promise<string> {
  return (await collect(files.read(place, { offset: 0, limit: null }, never))).toString('utf8');
}

export async function writeText(
  files: MountedFiles,
  place: string,
  text: string,
  options: Partial<FileWriteOptions> = {},
): Promise<void> {
  await files.write(place, bytesOf(text), { ...plainWrite, ...options }, never);
}

/** The SandkeepError the work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<SandkeepError> {
  const outcome = await work.then(
    () => new Error('it succeeded'),
    (error: unknown) => error,
  );
  if (!(outcome instanceof SandkeepError)) throw new Error('not a SandkeepError', { cause: outcome });
  return outcome;
}

export async function expectReason(work: Promise<unknown>, reason: ErrorReason): Promise<void> {
  expect((await failureOf(work)).reason).toBe(reason);
}

export async function hostText(...parts: readonly string[]): Promise<string> {
  return await readFile(path.join(...parts), 'utf8');
}
