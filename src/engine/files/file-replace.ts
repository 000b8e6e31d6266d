// Replacing text in a file: read, replace, and write only over what was read.

import { hasReason, SandkeepError } from '../../domain/errors.ts';
import type { FileEntry } from '../../ports/files.ts';
import type { TextPattern } from '../../ports/text-matcher.ts';
import { runtimeCall, type EngineContext } from '../context.ts';
import { use, type Use } from '../data-plane.ts';

/** How often a file is read again that was written meanwhile. */
const maxAttempts = 20;

export interface ReplaceRequest {
  readonly path: string;
  readonly pattern: TextPattern;
  readonly replacement: string;
  /** null: all. */
  readonly maxCount: number | null;
  /** CONFLICT unless the file has this etag; null does not look. */
  readonly ifMatch: string | null;
}

/** The file and how often the text was in it; without any the file is left alone. CONFLICT when others write all the time. */
export async function replaceInFile(
  context: EngineContext,
  id: string,
  request: ReplaceRequest,
  signal: AbortSignal,
): Promise<{ readonly entry: FileEntry; readonly count: number }> {
  return await use(context, id, signal, async (used) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await replaceOnce(context, used, request, signal);
      } catch (error) {
        const isLast = attempt === maxAttempts || request.ifMatch !== null;
        if (isLast || !hasReason(error, 'CONFLICT')) throw error;
      }
    }
  });
}

async function replaceOnce(
  context: EngineContext,
  { runtime, target }: Use,
  { path, pattern, replacement, maxCount, ifMatch }: ReplaceRequest,
  signal: AbortSignal,
): Promise<{ readonly entry: FileEntry; readonly count: number }> {
  const maxBytes = context.settings().engine.replaceMaxBytes;
  const call = runtimeCall(context, signal);
  const entry = await runtime.files.stat(target, path, { lastLink: 'follow' }, call);
  if (ifMatch !== null && entry.etag !== ifMatch) {
    throw new SandkeepError('CONFLICT', `${path}: it is not what it was when its etag was read`, {
      metadata: { path },
    });
  }
  if (entry.sizeBytes > maxBytes) throw tooLarge(path, maxBytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of runtime.files.read(target, path, { offset: 0, limit: maxBytes + 1 }, call)) {
    pieces.push(piece);
  }
  const old = Buffer.concat(pieces);
  if (old.length > maxBytes) throw tooLarge(path, maxBytes);
  const { content, count } = await context.matcher.replace({ pattern, replacement, maxCount, maxBytes }, old, signal);
  if (count === 0) return { entry, count };
  const options = { mode: null, createParents: false, append: false, mustNotExist: false, ifMatch: entry.etag };
  return { entry: await runtime.files.write(target, path, once(content), options, call), count };
}

function tooLarge(path: string, maxBytes: number): SandkeepError {
  return new SandkeepError('FILE_TOO_LARGE', `${path}: it is larger than ${maxBytes} bytes`, {
    metadata: { path, max_bytes: String(maxBytes) },
  });
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
