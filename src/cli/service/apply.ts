// Carries a plan out on this host. Everything may be repeated: what is there as it should be is left alone.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import type { CliIo } from '../io.ts';
import { mark, type ServiceCommand, type ServiceFile, type ServicePlan } from './plan.ts';

const run = promisify(execFile);
const commandTimeoutMs = 120_000;
const fileMode = 0o644;

export type FileState = 'absent' | 'same' | 'differs' | 'foreign';

/** "foreign": somebody else made it. */
export function stateOf({ path, text }: ServiceFile): FileState {
  if (!existsSync(path)) return 'absent';
  const present = readFileSync(path, 'utf8');
  if (present === text) return 'same';
  return present.includes(mark) ? 'differs' : 'foreign';
}

/** The files that were written. CommandFailure for one that is not ours, and for a command that fails. */
export async function install(plan: ServicePlan, env: CliIo['env']): Promise<readonly string[]> {
  const packaged = plan.packaged.find((path) => existsSync(path));
  if (packaged !== undefined) {
    const hint = 'Start it with "systemctl enable --now sandkeepd.socket sandkeepd.service".';
    throw new CommandFailure(`a package has installed the service: ${packaged}`, exitCodes.precondition, hint);
  }
  const states = new Map(plan.files.map((file) => [file, stateOf(file)]));
  for (const [{ path }, state] of states) if (state === 'foreign') throw foreign(path);
  const changed = plan.files.filter((file) => states.get(file) !== 'same');
  const isUpdate = [...states.values()].includes('differs');
  for (const file of changed) write(file);
  if (changed.length > 0) await runAll(plan.load, env);
  if (isUpdate) await tryAll(plan.unload, env);
  if (changed.length > 0 || !(await isRunning(plan, env))) await runAll(plan.start, env);
  return changed.map(({ path }) => path);
}

/** The files that were removed. Those of others stay, and end it. */
export async function uninstall(plan: ServicePlan, env: CliIo['env']): Promise<readonly string[]> {
  const present = plan.files.filter((file) => stateOf(file) !== 'absent');
  for (const file of present) if (stateOf(file) === 'foreign') throw foreign(file.path);
  if (present.length === 0) return [];
  await tryAll(plan.stop, env);
  for (const { path } of present) rmSync(path);
  await runAll(plan.afterRemoval, env);
  return present.map(({ path }) => path);
}

export async function isRunning({ isRunning: command }: ServicePlan, env: CliIo['env']): Promise<boolean> {
  return (await problemOf(command, env)) === null;
}

function write({ path, text }: ServiceFile): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.unfinished-${process.pid}`;
    writeFileSync(unfinished, text, { mode: fileMode });
    renameSync(unfinished, path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`cannot write ${path}: ${message}`, exitCodes.permission);
  }
}

async function runAll(commands: readonly ServiceCommand[], env: CliIo['env']): Promise<void> {
  for (const command of commands) {
    const problem = await problemOf(command, env);
    if (problem === null) continue;
    const hint = 'Its reason is in the log of the service; correct it and repeat the command.';
    throw new CommandFailure(`"${command.join(' ')}" failed: ${problem}`, exitCodes.otherError, hint);
  }
}

/** Where there is nothing to stop they fail, and that is what was wanted. */
async function tryAll(commands: readonly ServiceCommand[], env: CliIo['env']): Promise<void> {
  for (const command of commands) await problemOf(command, env);
}

/** null when it succeeds. */
async function problemOf([program, ...words]: ServiceCommand, env: CliIo['env']): Promise<string | null> {
  try {
    await run(program, words, { env: { ...env }, timeout: commandTimeoutMs });
    return null;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return said.split('\n')[0] || (error instanceof Error ? error.message : String(error));
  }
}

function foreign(path: string): CommandFailure {
  const hint = 'Move it away, or take it over by deleting it.';
  return new CommandFailure(`${path} was not made by "sandkeep service install"`, exitCodes.precondition, hint);
}
