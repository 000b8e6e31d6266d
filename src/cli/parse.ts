// Values of options and arguments.
import { InvalidArgumentError } from 'commander';
import { SandboxState, type SandboxState__Output } from '../gen/sandkeep/v1/SandboxState.ts';
import { SessionState, type SessionState__Output } from '../gen/sandkeep/v1/SessionState.ts';
import { UsageError } from './failure.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "10m", "1h30m", "500ms"; a plain number is seconds. */
export function parseDurationMs(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    throw new InvalidArgumentError('Give a time such as 500ms, 30s, 10m or 1h30m.');
  }
  let totalMs = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    totalMs += Number(amount) * (unitsMs[unit] ?? 0);
  }
  return Math.round(totalMs);
}

/** A deadline of nothing would refuse every call. */
export function parseTimeoutMs(text: string): number {
  const timeoutMs = parseDurationMs(text);
  if (timeoutMs === 0) throw new InvalidArgumentError('It must be longer than nothing.');
  return timeoutMs;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) throw new InvalidArgumentError('Give a whole number.');
  return count;
}

/** Permission bits in octal, as chmod takes them. */
export function parseFileMode(text: string): number {
  if (!/^[0-7]{3,4}$/.test(text)) throw new InvalidArgumentError('Give permission bits such as 644 or 0755.');
  return Number.parseInt(text, 8);
}

/** For options that may be repeated. */
export function collect(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

/** For repeated "key=value"; the value may hold further "=". */
export function collectPairs(
  text: string,
  previous: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const separator = text.indexOf('=');
  if (separator < 1) throw new InvalidArgumentError('Give KEY=VALUE.');
  return { ...previous, [text.slice(0, separator)]: text.slice(separator + 1) };
}

/** For repeated or comma-separated states of sandboxes. */
export function collectStates(
  text: string,
  previous: readonly SandboxState__Output[] | undefined,
): readonly SandboxState__Output[] {
  return [...(previous ?? []), ...parseStates(text, Object.values(SandboxState), 'SANDBOX_STATE_')];
}

/** The same for states of sessions. */
export function collectSessionStates(
  text: string,
  previous: readonly SessionState__Output[] | undefined,
): readonly SessionState__Output[] {
  return [...(previous ?? []), ...parseStates(text, Object.values(SessionState), 'SESSION_STATE_')];
}

/** The first of the known values is the unspecified one, which nobody means. */
function parseStates<State extends string>(
  text: string,
  [, ...known]: readonly State[],
  prefix: string,
): readonly State[] {
  return text.split(',').map((name) => {
    const wanted = prefix + name.trim().toUpperCase();
    const state = known.find((candidate) => candidate === wanted);
    if (state !== undefined) return state;
    const names = known.map((candidate) => candidate.slice(prefix.length).toLowerCase());
    throw new InvalidArgumentError(`Give one of ${names.join(', ')}.`);
  });
}

/** "NAME=value", or "NAME" to take the value from the caller's environment and keep it out of the process list. */
export function readEnvironment(
  assignments: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const assignment of assignments) {
    const separator = assignment.indexOf('=');
    const name = separator === -1 ? assignment : assignment.slice(0, separator);
    const value = separator === -1 ? environment[name] : assignment.slice(separator + 1);
    if (name === '') throw new UsageError(`--env ${assignment} names no variable`, 'Give NAME=VALUE or NAME.');
    if (value === undefined) throw new UsageError(`the variable ${name} is not set`, `Give --env ${name}=VALUE.`);
    values[name] = value;
  }
  return values;
}

export type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** The fields that have a value: the contract tells an absent field from an undefined one. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}
