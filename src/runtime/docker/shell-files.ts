// Files of a sandbox's own root through its own shell: with its user, its rights and its view of the mounts.

import { randomBytes } from 'node:crypto';

import { SandkeepError } from '../../domain/errors.ts';
import type { FileEntry, FileWriteOptions } from '../../ports/files.ts';
import type { ExecResult, InstanceTarget } from '../../ports/runtime.ts';
import { fileError } from '../rooted/file-errors.ts';
import type { Engine } from './connection.ts';
import { type StreamExecRequest, runExec } from './exec.ts';
import { linkedPath } from './link-path.ts';
import { entriesFromRecords, linksFromFields } from './shell-records.ts';
import {
  appendScript,
  exitIncomplete,
  exitNoPrograms,
  exitReasons,
  listScript,
  readScript,
  statScript,
  writeScript,
} from './shell-script.ts';
import type { Spool } from './spool.ts';

/** A listing above this is refused like one with too many entries. */
const maxListingBytes = 16 * 1024 * 1024;
const maxErrorBytes = 2_000;
/** What one command reads; the parts of a larger file are read one after the other. */
const readPartBytes = 4 * 1024 * 1024;
const temporaryNameBytes = 8;

export interface ShellContext {
  readonly engine: Engine;
  readonly target: InstanceTarget;
  readonly signal: AbortSignal;
  /** Milliseconds that one command may take. */
  readonly timeoutMs: number;
  readonly keepBackgroundWork: (work: Promise<void>) => void;
}

/** The image has no shell or lacks the programs: the caller falls back to what needs none. */
export class NoShell extends Error {}

/** Describes the path itself, links not followed. NoShell, FILE_NOT_FOUND. */
export async function shellStat(context: ShellContext, path: string): Promise<FileEntry> {
  const result = await runScript(context, path, statScript, [path]);
  const [record = '', linkTarget = ''] = textOf(result.stdout).split('\0');
  return { ...entryOf(record, path), linkTarget: linkedPath(path, linkTarget) };
}

/** NoShell, FILE_NOT_FOUND, NOT_A_DIRECTORY, FILE_TOO_LARGE. */
export async function shellList(
  context: ShellContext,
  path: string,
  maxEntries: number,
): Promise<readonly FileEntry[]> {
  const result = await runScript(context, path, listScript, [path, String(maxEntries)], null, maxListingBytes);
  if (result.stdoutTruncatedBytes > 0) throw fileError('FILE_TOO_LARGE', path, 'the listing is too large');
  const [records = '', ...links] = textOf(result.stdout).split('\0');
  const linkTargets = linksFromFields(links);
  const prefix = path === '/' ? '/' : `${path}/`;
  const entries = entriesFromRecords(records, (name) => `${prefix}${name}`);
  return entries.map((entry) => {
    const linkTarget = linkTargets.get(entry.path.slice(prefix.length)) ?? '';
    // Not comparable with what the engine says of the one file.
    return { ...entry, linkTarget: linkedPath(entry.path, linkTarget), etag: '' };
  });
}

/** Replaces in one step, or appends; what stands there afterwards. NoShell and the errors of the port's writeFile. */
export async function shellWrite(
  context: ShellContext,
  path: string,
  content: Spool,
  options: FileWriteOptions,
): Promise<FileEntry> {
  const mode = options.mode === null ? '' : options.mode.toString(8);
  const flags = [mode, options.createParents ? 'yes' : 'no', options.mustNotExist ? 'yes' : 'no'];
  const temporary = `.sandkeep-${randomBytes(temporaryNameBytes).toString('hex')}`;
  const stdin = content.read(context.signal);
  const result = options.append
    ? await runScript(context, path, appendScript, [path, ...flags], stdin)
    : await runScript(context, path, writeScript, [path, String(content.sizeBytes), ...flags, temporary], stdin);
  return entryOf(textOf(result.stdout), path);
}

/** A part of a regular file, links followed. NoShell, FILE_NOT_FOUND, NOT_A_FILE, RANGE_NOT_SATISFIABLE. */
export async function* shellRead(
  context: ShellContext,
  path: string,
  range: { readonly offset: number; readonly limit: number | null },
): AsyncGenerator<Uint8Array> {
  const end = range.limit === null ? Number.MAX_SAFE_INTEGER : range.offset + range.limit;
  let position = range.offset;
  for (;;) {
    const wanted = Math.min(readPartBytes, end - position);
    const { stdout } = await runScript(
      context,
      path,
      readScript,
      [path, String(position), String(wanted)],
      null,
      wanted,
    );
    position += stdout.length;
    if (stdout.length > 0) yield stdout;
    if (stdout.length < wanted || position >= end) return;
  }
}

/** Runs a script of ours to its end. NoShell, the errors that its exit codes and words mean. */
export async function runScript(
  context: ShellContext,
  path: string,
  script: string,
  scriptArguments: readonly string[],
  stdin: StreamExecRequest['stdin'] = null,
  maxOutputBytes = maxErrorBytes,
): Promise<ExecResult> {
  const request: StreamExecRequest = {
    argv: ['/bin/sh', '-c', script, 'sh', ...scriptArguments],
    environment: { LC_ALL: 'C' },
    workdir: '/',
    user: null,
    stdin,
    maxOutputBytes: Math.max(maxOutputBytes, maxErrorBytes),
    timeoutMs: context.timeoutMs,
  };
  const result = await execScript(context, request);
  if (result.exitCode === 0) return result;
  const words = textOf(result.stderr).trim().slice(0, maxErrorBytes);
  if (result.exitCode === exitNoPrograms) throw new NoShell(words);
  throw failureOf(path, result, words);
}

async function execScript(context: ShellContext, request: StreamExecRequest): Promise<ExecResult> {
  try {
    return await runExec(context.engine, context.target, request, context.signal, context.keepBackgroundWork);
  } catch (error) {
    if (error instanceof SandkeepError && error.reason === 'COMMAND_NOT_FOUND') throw new NoShell(error.message);
    throw error;
  }
}

/** The entry in the one record of an answer. INTERNAL when there is none. */
export function entryOf(record: string, path: string): FileEntry {
  const [entry] = entriesFromRecords(record, () => path);
  if (entry === undefined) throw fileError('INTERNAL', path, 'the sandbox gave no answer about it');
  return entry;
}

function failureOf(path: string, result: ExecResult, words: string): SandkeepError {
  if (result.timedOut) return fileError('RUNTIME_TIMEOUT', path, 'the sandbox did not finish in time');
  const reason = exitReasons[result.exitCode ?? 0];
  if (reason !== undefined) return fileError(reason, path, reasonWords[reason] ?? 'the sandbox refused');
  if (result.exitCode === exitIncomplete)
    return fileError('RUNTIME_UNAVAILABLE', path, 'the content did not arrive whole');
  if (/read-only file system/i.test(words)) return fileError('READ_ONLY_PATH', path, 'its file system is read-only');
  if (/permission denied|operation not permitted/i.test(words)) {
    return fileError('FILE_PERMISSION_DENIED', path, "the sandbox's user may not");
  }
  if (/no space left|quota exceeded/i.test(words)) return fileError('NO_SPACE', path, 'no space left in the sandbox');
  if (/file name too long/i.test(words)) return fileError('INVALID_PATH', path, 'a name is too long');
  if (/directory not empty/i.test(words)) return fileError('DIRECTORY_NOT_EMPTY', path, 'it is not empty');
  if (/not a directory/i.test(words)) return fileError('NOT_A_DIRECTORY', path, 'a parent is no directory');
  if (/argument list too long/i.test(words)) return fileError('FILE_TOO_LARGE', path, 'too many entries');
  return fileError('INTERNAL', path, `the sandbox failed with exit code ${result.exitCode ?? 'unknown'}: ${words}`);
}

const reasonWords: Readonly<Record<string, string>> = {
  FILE_NOT_FOUND: 'it does not exist',
  NOT_A_DIRECTORY: 'it is not a directory',
  NOT_A_FILE: 'it is not a regular file',
  FILE_EXISTS: 'it exists',
  FILE_TOO_LARGE: 'it has more entries than asked for',
  RANGE_NOT_SATISFIABLE: 'it ends before the offset',
  INVALID_PATH: 'it cannot be moved into itself',
};

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
