// The engine's event streams. A reader that does not read is dropped, never waited for.

import type { ServerResponse } from 'node:http';

import type { Clock } from '../../ports/clock.ts';
import type { EngineEvent } from './protocol.ts';

const maxBufferedBytes = 1024 * 1024;
/** As many as Docker remembers. */
const maxRemembered = 256;

interface Reader {
  readonly instanceId: string | null;
  readonly response: ServerResponse;
}

export class EventHub {
  readonly #clock: Clock;
  readonly #readers = new Set<Reader>();
  #remembered: { readonly atMs: number; readonly event: EngineEvent }[] = [];
  #isSilent = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is remembered since then comes first. */
  add(instanceId: string | null, sinceMs: number, response: ServerResponse): void {
    const reader: Reader = { instanceId, response };
    this.#readers.add(reader);
    response.on('close', () => this.#readers.delete(reader));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    // Without it the reader would not know that it is connected before the first event.
    response.flushHeaders();
    for (const { atMs, event } of this.#remembered) if (atMs >= sinceMs) send(reader, event);
  }

  tell(event: EngineEvent): void {
    if (this.#isSilent) return;
    this.#remembered = [...this.#remembered, { atMs: this.#clock.wallMs(), event }].slice(-maxRemembered);
    for (const reader of this.#readers) send(reader, event);
  }

  cut(): void {
    for (const { response } of this.#readers) response.destroy();
  }

  silence(): void {
    this.#isSilent = true;
  }

  speak(): void {
    this.#isSilent = false;
  }
}

function send({ instanceId, response }: Reader, event: EngineEvent): void {
  if (instanceId !== null && event.labels['sandkeep.instance'] !== instanceId) return;
  if (response.writableLength > maxBufferedBytes) response.destroy();
  else response.write(`${JSON.stringify(event)}\n`);
}
