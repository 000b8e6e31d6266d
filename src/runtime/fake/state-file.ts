// What survives the engine process: a log of records, one JSON line per change, rewritten when it is mostly old.

import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { type ContainerRecord, recordSchema } from './protocol.ts';

const lineSchema = z.union([
  z.object({ container: recordSchema }),
  z.object({ removed: z.string() }),
  z.object({ image: z.string() }),
  z.object({ engineId: z.string() }),
]);
type Line = z.infer<typeof lineSchema>;

const staleLinesAllowed = 5_000;

export class StateFile {
  readonly containers = new Map<string, ContainerRecord>();
  readonly images = new Set<string>();
  engineId: string;

  readonly #file: string;
  #lineCount = 0;

  constructor(directory: string, newEngineId: string) {
    mkdirSync(directory, { recursive: true });
    this.#file = path.join(directory, 'state.ndjson');
    this.engineId = newEngineId;
    if (existsSync(this.#file)) this.#load();
    this.#rewrite();
  }

  saveContainer(record: ContainerRecord): void {
    this.saveContainers([record]);
  }

  saveContainers(records: readonly ContainerRecord[]): void {
    for (const record of records) this.containers.set(record.id, record);
    this.#append(records.map((container) => ({ container })));
  }

  removeContainer(id: string): void {
    this.containers.delete(id);
    this.#append([{ removed: id }]);
  }

  saveImage(image: string): void {
    this.images.add(image);
    this.#append([{ image }]);
  }

  saveEngineId(engineId: string): void {
    this.engineId = engineId;
    this.#append([{ engineId }]);
  }

  #load(): void {
    for (const text of readFileSync(this.#file, 'utf8').split('\n')) {
      const line = parseLine(text);
      if (line === null) continue;
      if ('container' in line) this.containers.set(line.container.id, line.container);
      else if ('removed' in line) this.containers.delete(line.removed);
      else if ('image' in line) this.images.add(line.image);
      else this.engineId = line.engineId;
    }
  }

  #append(lines: readonly Line[]): void {
    appendFileSync(this.#file, toText(lines));
    this.#lineCount += lines.length;
    const live = this.containers.size + this.images.size;
    if (this.#lineCount > 2 * live + staleLinesAllowed) this.#rewrite();
  }

  #rewrite(): void {
    const lines: Line[] = [
      { engineId: this.engineId },
      ...[...this.images].map((image) => ({ image })),
      ...[...this.containers.values()].map((container) => ({ container })),
    ];
    writeFileSync(`${this.#file}.new`, toText(lines));
    renameSync(`${this.#file}.new`, this.#file);
    this.#lineCount = lines.length;
  }
}

function toText(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** null for an empty line and for one that a kill cut short: its change never was. */
function parseLine(text: string): Line | null {
  if (text === '') return null;
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
