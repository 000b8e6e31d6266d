// The engine's event streams. A reader that does not read is dropped, never waited for.

import type { ServerResponse } from 'node:http';

import type { EngineEvent } from './protocol.ts';

const maxBufferedBytes = 1024 * 1024;

interface Reader {
  readonly instanceId: string | null;
  readonly response: ServerResponse;
}

export class EventHub {
  readonly #readers = new Set<Reader>();
  #isSilent = false;

  add(instanceId: string | null, response: ServerResponse): void {
    const reader: Reader = { instanceId, response };
    this.#readers.add(reader);
    response.on('close', () => this.#readers.delete(reader));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    // Without it the reader would not know that it is connected before the first event.
    response.flushHeaders();
  }

  tell(event: EngineEvent): void {
    if (this.#isSilent) return;
    for (const { instanceId, response } of this.#readers) {
      if (instanceId !== null && event.labels['sandkeep.instance'] !== instanceId) continue;
      if (response.writableLength > maxBufferedBytes) response.destroy();
      else response.write(`${JSON.stringify(event)}\n`);
    }
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
