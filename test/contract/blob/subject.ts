// What the clauses of the storage contract share: a storage under test whose objects can be looked at as files.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { expect, onTestFinished } from 'vitest';

import { createStorage } from '../../../src/blob/create-storage.ts';
import { type ErrorReason, SandkeepError } from '../../../src/domain/errors.ts';
import type { S3Settings, StorageLimits, StorageSettings } from '../../../src/domain/settings.ts';
import { hostDirectories } from '../../../src/host/directories.ts';
import { systemClock } from '../../../src/host/system-clock.ts';
import type { WorkspaceStorage } from '../../../src/ports/blob.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { S3Server } from '../../engines/engines.ts';
import { RecordingLogger } from '../../support/recording-logger.ts';
import type { TransferAnswer, TransferRequest } from '../../support/storage-transfer.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { waitUntil } from '../../support/wait.ts';

const program = path.join(import.meta.dirname, '../../support/storage-transfer.ts');
const stopTimeoutMs = 30_000;
export const partBytes = 8 * 1024 * 1024;

export const defaultLimits: StorageLimits = {
  maxBytes: 1024 * 1024 * 1024,
  maxEntries: 10_000,
  concurrency: 4,
  timeoutMs: 60_000,
};

/** A place for objects that exists for one test. */
export interface StoragePlace {
  settings(limits?: Partial<StorageLimits>): StorageSettings;
  /** Holds each object as a file. */
  readonly objectsDirectory: string;
}

export interface Subject extends StoragePlace {
  readonly storage: WorkspaceStorage;
  readonly logger: RecordingLogger;
  /** Not there yet; its parent is. */
  readonly workspace: string;
  readonly restored: string;
}

export interface SubjectOptions {
  readonly limits?: Partial<StorageLimits>;
  readonly clock?: Clock;
}

export async function makeSubject(place: StoragePlace, options: SubjectOptions = {}): Promise<Subject> {
  const directory = await temporaryDirectory('workspaces');
  const opened = openStorage(place, options);
  return {
    ...place,
    ...opened,
    workspace: path.join(directory, 'workspace'),
    restored: path.join(directory, 'restored'),
  };
}

/** A further storage at the same place. */
export function openStorage(
  place: StoragePlace,
  { limits, clock = systemClock }: SubjectOptions = {},
): { readonly storage: WorkspaceStorage; readonly logger: RecordingLogger } {
  const logger = new RecordingLogger();
  const storage = createStorage(place.settings(limits), { clock, logger, directories: hostDirectories });
  if (storage === null) throw new Error('the settings name no storage');
  onTestFinished(async () => await storage.close());
  return { storage, logger };
}

export function directoryPlace(directory: string): StoragePlace {
  return {
    settings: (limits = {}) => ({ kind: 'directory', path: directory, limits: { ...defaultLimits, ...limits } }),
    objectsDirectory: directory,
  };
}

let prefixes = 0;

/** A prefix of its own in the bucket. */
export function s3Place(server: S3Server, overrides: Partial<S3Settings> = {}): StoragePlace {
  prefixes += 1;
  const prefix = `test-${prefixes}/`;
  const s3: S3Settings = {
    endpoint: server.url,
    region: server.region,
    bucket: server.bucket,
    prefix,
    pathStyle: true,
    checksums: 'when_required',
    accessKeyId: server.accessKeyId,
    secretAccessKey: server.secretAccessKey,
    ...overrides,
  };
  return {
    settings: (limits = {}) => ({ kind: 's3', s3, limits: { ...defaultLimits, ...limits } }),
    objectsDirectory: path.join(server.bucketDirectory, s3.prefix),
  };
}

/** Names of the blobs under a key; empty when there are none. */
export async function blobsOf(place: StoragePlace, key: string): Promise<readonly string[]> {
  try {
    const names = await readdir(path.join(place.objectsDirectory, key, 'blobs'));
    return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  } catch {
    return [];
  }
}

export function manifestFile(place: StoragePlace, key: string): string {
  return path.join(place.objectsDirectory, key, 'manifest.json');
}

/** What is stored as JSON. */
export async function storedManifest(place: StoragePlace, key: string): Promise<{ entries: { path: string }[] }> {
  return JSON.parse(await readFile(manifestFile(place, key), 'utf8')) as { entries: { path: string }[] };
}

export async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}

export async function expectReason(outcome: Promise<unknown>, reason: ErrorReason): Promise<SandkeepError> {
  const error = await outcome.then(
    (value) => new Error(`no error but ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SandkeepError)) throw error;
  expect(error.reason, error.message).toBe(reason);
  return error;
}

export interface Transfer {
  readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly signal: NodeJS.Signals | null; readonly answer: TransferAnswer | null }>;
}

/** Begins a call in a process of its own, which ends with the test. */
export function startTransfer(request: TransferRequest, failpoints = ''): Transfer {
  const child = spawn(process.execPath, ['--conditions=sandkeep-failpoints', '--no-warnings', program], {
    env: {
      ...process.env,
      SANDKEEP_FAILPOINTS: failpoints,
      SANDKEEP_TEST_TRANSFER: JSON.stringify(request),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: endOf(child) };
}

async function endOf(child: ChildProcess): Transfer['ended'] {
  const output = child.stdout === null ? Promise.resolve('') : text(child.stdout);
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  const printed = await output;
  return { signal, answer: printed === '' ? null : (JSON.parse(printed) as TransferAnswer) };
}

/** Runs a call that dies at the failpoint. */
export async function dieAt(request: TransferRequest, failpoints: string): Promise<void> {
  const { signal, answer } = await startTransfer(request, failpoints).ended;
  expect(answer).toBe(null);
  expect(signal).toBe('SIGKILL');
}

/** Runs a call up to a failpoint that stops the process, does the work, and lets it go on. */
export async function stopAt(
  request: TransferRequest,
  failpoint: string,
  work: () => Promise<void>,
): Promise<TransferAnswer> {
  const { child, ended } = startTransfer(request, failpoint);
  await waitUntil(async () => await isStopped(child.pid ?? 0), {
    timeoutMs: stopTimeoutMs,
    what: `the transfer stops at ${failpoint}`,
  });
  await work();
  child.kill('SIGCONT');
  const { answer } = await ended;
  if (answer === null) throw new Error('the transfer said nothing');
  return answer;
}

async function isStopped(pid: number): Promise<boolean> {
  return /^State:\s+T/m.test(await readFile(`/proc/${pid}/status`, 'utf8'));
}
