// Lines of bounded length out of bytes that arrive split or glued.

import { StringDecoder } from 'node:string_decoder';

import { EngineFailure } from './errors.ts';

/** Every line without its end; the last one also when it has none. EngineFailure for a line above the bound. */
export async function* splitLines(source: AsyncIterable<Uint8Array>, maxCharacters: number): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  for await (const piece of source) {
    const parts = (pending + decoder.write(Buffer.from(piece))).split('\n');
    pending = parts.pop() ?? '';
    for (const part of parts) {
      requireShort(part, maxCharacters);
      yield part.endsWith('\r') ? part.slice(0, -1) : part;
    }
    requireShort(pending, maxCharacters);
  }
  pending += decoder.end();
  if (pending !== '') yield pending;
}

function requireShort(line: string, maxCharacters: number): void {
  if (line.length <= maxCharacters) return;
  throw new EngineFailure(`the engine sent a line of more than ${maxCharacters} characters`, null, 'EMSGSIZE');
}
