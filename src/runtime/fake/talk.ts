// The program of the image "talk": it says what the lines of a file tell it to, as they are added. "!" begins what is for
// standard error, "flood BYTES" writes so much, "exit CODE" ends it.

import { open } from 'node:fs/promises';

import type { Clock } from '../../ports/clock.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import type { Container } from './container.ts';

/** In a mount, so that a test writes it. */
const saidFile = '/mnt/user-data/say';
const pollMs = 20;
const readBytes = 64 * 1024;
const floodLine = `${'flood '.repeat(170).trim()}\n`;

type Said = (source: 'stdout' | 'stderr', text: string) => void;

/** Ends with the code it was told, or null when something else has ended it. */
export async function talk(container: Container, clock: Clock, closing: AbortSignal): Promise<number | null> {
  const file = new MountedFiles(container.record.mounts).hostPath(saidFile);
  if (file === null) return null;
  const signal = AbortSignal.any([container.interrupt.signal, container.ended.signal, closing]);
  const say: Said = (source, text) => container.log.add(source, text, clock.wallMs());
  return await talkUntil(file, clock, say, signal);
}

async function talkUntil(file: string, clock: Clock, say: Said, signal: AbortSignal): Promise<number | null> {
  let offset = 0;
  let pending = '';
  while (!signal.aborted) {
    const text = await readFrom(file, offset);
    offset += Buffer.byteLength(text, 'latin1');
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('exit ')) return Number(line.slice('exit '.length));
      sayOne(line, say);
    }
    if (text === '') await clock.sleep(pollMs, signal).catch(() => undefined);
  }
  return null;
}

function sayOne(line: string, say: Said): void {
  if (line.startsWith('!')) return say('stderr', `${line.slice(1)}\n`);
  if (!line.startsWith('flood ')) return say('stdout', `${line}\n`);
  const count = Math.ceil(Number(line.slice('flood '.length)) / floodLine.length);
  for (let index = 0; index < count; index += 1) say('stdout', floodLine);
}

async function readFrom(file: string, offset: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return '';
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(readBytes), 0, readBytes, offset);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
