// The active failpoints, by the environment: SANDKEEP_FAILPOINTS="create.after_intent=1*off->1*kill;name=3*error(STORE_FULL)".
// A site has terms joined by "->"; each is [count*]action[(argument)], used count times and then left for the next one.
// Without a count a term goes on for ever; after the last one the site is off.

import { appendFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { isErrorReason } from '../../src/domain/errors.ts';

const actions = ['off', 'error', 'delay', 'kill', 'stop', 'hang', 'throw'] as const;
type Action = (typeof actions)[number];

const longestDelayMs = 600_000;
/** A process that runs on although it was told to die would make its test lie. */
const signalTimeoutMs = 10_000;
const stopSettleMs = 50;
const projectRoot = path.resolve(import.meta.dirname, '../..');

interface Term {
  readonly action: Action;
  readonly argument: string;
  remaining: number;
}

export type Failpoints = ReadonlyMap<string, Term[]>;

export function parseFailpoints(text: string): Failpoints {
  const sites = new Map<string, Term[]>();
  for (const part of text.split(';')) {
    const site = part.trim();
    if (site === '') continue;
    const equals = site.indexOf('=');
    if (equals < 1) throw new Error(`failpoint "${site}" is not name=terms`);
    const name = site.slice(0, equals).trim();
    if (sites.has(name)) throw new Error(`failpoint "${name}" is given twice`);
    sites.set(
      name,
      site
        .slice(equals + 1)
        .split('->')
        .map((term) => parseTerm(term.trim())),
    );
  }
  return sites;
}

/** Takes one use of the site; undefined when it is off or used up. */
export function nextTerm(sites: Failpoints, name: string): Term | undefined {
  const term = sites.get(name)?.find(({ remaining }) => remaining > 0);
  if (term === undefined) return undefined;
  term.remaining -= 1;
  return term.action === 'off' ? undefined : term;
}

/** The errors module that the running program uses: an error of another copy would be no SandkeepError to it. */
export function errorsModuleFor(program: string): string {
  const [top] = path.relative(projectRoot, program).split(path.sep);
  const isBuilt = top === 'dist' || top === 'bin';
  return path.join(projectRoot, isBuilt ? 'dist/domain/errors.js' : 'src/domain/errors.ts');
}

type ErrorsModule = typeof import('../../src/domain/errors.ts');

const { SandkeepError } = (await import(pathToFileURL(errorsModuleFor(programPath())).href)) as ErrorsModule;
const active = parseFailpoints(process.env['SANDKEEP_FAILPOINTS'] ?? '');
const logFile = process.env['SANDKEEP_FAILPOINT_LOG'];

export function failpoint(name: string): void {
  const term = hit(name);
  if (term === undefined) return;
  if (term.action === 'hang') throw new Error(`failpoint "${name}": hang works only in failpointAsync`);
  if (term.action === 'delay') return block(Number(term.argument));
  act(term, name);
}

export async function failpointAsync(name: string): Promise<void> {
  const term = hit(name);
  if (term === undefined) return;
  if (term.action === 'hang') return await hang();
  if (term.action === 'delay') return await delay(Number(term.argument));
  act(term, name);
}

function programPath(): string {
  const program = process.argv[1];
  return program === undefined ? '' : realpathSync(program);
}

function parseTerm(text: string): Term {
  const match = /^(?:(\d+)\*)?([a-z]+)(?:\(([^()]*)\))?$/.exec(text);
  const [, count, action = '', argument = ''] = match ?? [];
  if (match === null || !isAction(action))
    throw new Error(`failpoint term "${text}" is not [count*]action[(argument)]`);
  if (action === 'delay' && !(Number(argument) > 0 && Number(argument) <= longestDelayMs)) {
    throw new Error(`failpoint term "${text}" needs milliseconds between 1 and ${longestDelayMs}`);
  }
  if (action === 'error' && !isErrorReason(argument)) throw new Error(`failpoint term "${text}" needs an error reason`);
  return { action, argument, remaining: count === undefined ? Number.POSITIVE_INFINITY : Number(count) };
}

function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text);
}

function hit(name: string): Term | undefined {
  if (logFile !== undefined) appendFileSync(logFile, `${name}\n`);
  return nextTerm(active, name);
}

function act(term: Term, name: string): void {
  if (term.action === 'kill') return signalSelf('SIGKILL');
  if (term.action === 'stop') return signalSelf('SIGSTOP');
  if (term.action === 'error' && isErrorReason(term.argument)) {
    throw new SandkeepError(term.argument, `failpoint "${name}"`);
  }
  throw new Error(term.argument === '' ? `failpoint "${name}"` : term.argument);
}

/** The signal may arrive only after the system call has returned, and nothing may happen in between. */
function signalSelf(signal: 'SIGKILL' | 'SIGSTOP'): void {
  process.kill(process.pid, signal);
  block(signal === 'SIGSTOP' ? stopSettleMs : signalTimeoutMs);
  if (signal === 'SIGSTOP') return;
  throw new Error('SIGKILL did not end the process');
}

function block(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

/** For ever, but a daemon with nothing else to do may still exit. */
async function hang(): Promise<never> {
  return await new Promise<never>(() => {});
}
