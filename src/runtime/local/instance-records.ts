// What is remembered of an instance: one small file per name in a directory of our own. It holds no environment
// values, for those are secret. A record is whole or not there: temporary file, fsync, then link or rename.

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { invalidField, SandkeepError } from '../../domain/errors.ts';
import { errorCode } from '../rooted/file-errors.ts';

const recordSuffix = '.json';
const temporarySuffix = '.tmp';
/** Older ones were left by a daemon that died while it wrote. */
const staleTemporaryMs = 60 * 60 * 1000;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/;

const recordSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  sandboxId: z.string(),
  generation: z.number().int(),
  labels: z.record(z.string(), z.string()),
  mounts: z.array(z.object({ source: z.string(), target: z.string(), readOnly: z.boolean() })),
  network: z.string(),
  phase: z.enum(['created', 'running', 'exited']),
  startedAtMs: z.number().nullable(),
  /** Set before the first command, cleared when all were killed: only then is there anything to look for. */
  mayHaveProcesses: z.boolean(),
});

export type InstanceRecord = Readonly<z.infer<typeof recordSchema>>;

export type RecordLookup =
  | { readonly kind: 'present'; readonly record: InstanceRecord }
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged' };

export class InstanceRecords {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes the directory and clears what a crash left in it. RUNTIME_UNAVAILABLE when it cannot be used. */
  async open(nowMs: number): Promise<void> {
    await this.#guarded(async () => {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      for (const file of await readdir(this.#directory)) {
        if (file.endsWith(temporarySuffix)) await this.#removeStale(path.join(this.#directory, file), nowMs);
      }
    });
  }

  /** RUNTIME_UNAVAILABLE when the directory is not there. */
  async requireDirectory(): Promise<void> {
    await this.#guarded(async () => void (await stat(this.#directory)));
  }

  /** INVALID_FIELD for a name that is no file name, RUNTIME_UNAVAILABLE when the directory cannot be read. */
  async read(name: string): Promise<RecordLookup> {
    const place = this.#place(name);
    return await this.#guarded(async () => {
      const text = await unlessMissing(() => readFile(place, 'utf8'));
      if (text !== null) return parseRecord(text, name);
      // A directory that is gone says nothing about what was in it (R4).
      await stat(this.#directory);
      return { kind: 'absent' };
    });
  }

  /** False when the name is taken. RUNTIME_UNAVAILABLE. */
  async add(record: InstanceRecord): Promise<boolean> {
    return await this.#guarded(async () => {
      const temporary = await this.#writeTemporary(record);
      try {
        // A link refuses an existing name in one step.
        await link(temporary, this.#place(record.name));
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      } finally {
        await unlink(temporary);
      }
      await this.#sync();
      return true;
    });
  }

  /** RUNTIME_UNAVAILABLE. */
  async replace(record: InstanceRecord): Promise<void> {
    await this.#guarded(async () => {
      await rename(await this.#writeTemporary(record), this.#place(record.name));
      await this.#sync();
    });
  }

  /** Absent is success. RUNTIME_UNAVAILABLE. */
  async remove(name: string): Promise<void> {
    const place = this.#place(name);
    await this.#guarded(async () => {
      await unlessMissing(() => unlink(place));
      await this.#sync();
    });
  }

  /** Names of all records, damaged ones too. RUNTIME_UNAVAILABLE. */
  async names(): Promise<readonly string[]> {
    return await this.#guarded(async () => {
      const files = await readdir(this.#directory);
      return files.filter((file) => file.endsWith(recordSuffix)).map((file) => file.slice(0, -recordSuffix.length));
    });
  }

  #place(name: string): string {
    if (!namePattern.test(name)) throw invalidField('name', 'must be letters, digits, "_", "." and "-"');
    return path.join(this.#directory, `${name}${recordSuffix}`);
  }

  async #writeTemporary(record: InstanceRecord): Promise<string> {
    const suffix = `.${randomBytes(8).toString('hex')}${temporarySuffix}`;
    const temporary = path.join(this.#directory, `${record.name}${suffix}`);
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(record));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return temporary;
  }

  async #removeStale(place: string, nowMs: number): Promise<void> {
    await unlessMissing(async () => {
      const { mtimeMs } = await stat(place);
      if (nowMs - mtimeMs > staleTemporaryMs) await unlink(place);
    });
  }

  async #sync(): Promise<void> {
    const handle = await open(this.#directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SandkeepError) throw error;
      const code = errorCode(error) ?? 'unknown';
      throw new SandkeepError('RUNTIME_UNAVAILABLE', `the instance records cannot be used: ${code}`);
    }
  }
}

function parseRecord(text: string, name: string): RecordLookup {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'damaged' };
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success || parsed.data.name !== name) return { kind: 'damaged' };
  return { kind: 'present', record: parsed.data };
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
