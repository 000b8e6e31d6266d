// One call of the storage of workspaces as a process of its own, so that it can be killed. What to do comes in the
// environment, because credentials are among it; the result goes out as JSON.

import { createStorage } from '../../src/blob/create-storage.ts';
import type { StorageSettings } from '../../src/domain/settings.ts';
import { hostDirectories } from '../../src/host/directories.ts';
import { systemClock } from '../../src/host/system-clock.ts';
import { RecordingLogger } from './recording-logger.ts';

export interface TransferRequest {
  readonly settings: StorageSettings;
  readonly verb: 'upload' | 'download' | 'remove';
  readonly key: string;
  readonly directory: string;
  /** Id of a user and group without rights, who then makes the call. */
  readonly asUser?: number;
}

export interface TransferAnswer {
  readonly result?: unknown;
  readonly error?: { readonly reason: string; readonly message: string };
}

const callTimeoutMs = 120_000;

async function transfer(): Promise<unknown> {
  const request = JSON.parse(process.env['SANDKEEP_TEST_TRANSFER'] ?? '') as TransferRequest;
  const dependencies = { clock: systemClock, logger: new RecordingLogger(), directories: hostDirectories };
  const storage = createStorage(request.settings, dependencies);
  if (storage === null) throw new Error('no storage is configured');
  if (request.asUser !== undefined) {
    process.setgroups?.([]);
    process.setegid?.(request.asUser);
    process.seteuid?.(request.asUser);
  }
  const call = { signal: new AbortController().signal, timeoutMs: callTimeoutMs };
  const { verb, key, directory } = request;
  try {
    if (verb === 'upload') return await storage.upload(key, directory, call);
    if (verb === 'download') return await storage.download(key, directory, null, call);
    return await storage.remove(key, call);
  } finally {
    await storage.close();
  }
}

function toAnswer(error: unknown): TransferAnswer {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'INTERNAL';
  return { error: { reason, message: String(error) } };
}

if (import.meta.main) {
  const answer = await transfer().then((result): TransferAnswer => ({ result }), toAnswer);
  process.stdout.write(JSON.stringify(answer));
}
