// Between what travels and what the engine knows. Every message is checked here, once, and nowhere else.

import { createHash } from 'node:crypto';
import { invalidField, SandkeepError } from '../domain/errors.ts';
import {
  isStoragePath,
  validateEnvironmentVariable,
  validateHolder,
  validateLabel,
  validateRequestId,
  validateSessionPart,
} from '../domain/names.ts';
import { sandboxStates, type SandboxState, type SessionKey, type SessionState } from '../domain/sandbox.ts';
import type { ReleaseMode } from '../domain/template.ts';
import type { SandboxFilter } from '../ports/store.ts';
import type { Duration__Output } from '../gen/google/protobuf/Duration.ts';
import type { Timestamp__Output } from '../gen/google/protobuf/Timestamp.ts';
import type { SandboxFilter__Output } from '../gen/sandkeep/v1/SandboxFilter.ts';
import type { SessionKey__Output } from '../gen/sandkeep/v1/SessionKey.ts';

export const defaultPart = 'default';
const maxEnvironment = 256;
const maxEnvironmentValueBytes = 32 * 1024;
const maxLabels = 64;
const maxIdCharacters = 256;
const maxPrewarm = 1000;
const maxDurationSeconds = 10 * 365 * 24 * 3600;
const sessionStates = ['ACTIVE', 'RECYCLING', 'RECYCLED', 'RESTORING', 'RELEASED'] as const satisfies SessionState[];
const nanosecondsPerSecond = 1_000_000_000;
export const defaultPageSize = 50;
export const maxPageSize = 1000;

/** INVALID_FIELD. An omitted namespace or user is "default"; the session part is required. */
export function sessionKey(key: SessionKey__Output | null, field = 'session'): SessionKey {
  if (key === null) throw invalidField(field, 'is required');
  const namespace = key.namespace === '' ? defaultPart : key.namespace;
  const user = key.user === '' ? defaultPart : key.user;
  validateSessionPart(namespace, `${field}.namespace`);
  validateSessionPart(user, `${field}.user`);
  validateSessionPart(key.session, `${field}.session`);
  return { namespace, user, session: key.session };
}

export function namespaceOf(text: string): string {
  if (text === '') return defaultPart;
  validateSessionPart(text, 'namespace');
  return text;
}

export function holderName(text: string): string {
  if (text !== '') validateHolder(text);
  return text;
}

export function requestIdOf(text: string): string {
  if (text !== '') validateRequestId(text);
  return text;
}

/** A sandbox as a caller names it; resolved by the engine. */
export function sandboxName(text: string): string {
  if (text === '') throw invalidField('sandbox_id', 'is required');
  if (text.length > maxIdCharacters) throw invalidField('sandbox_id', `is longer than ${maxIdCharacters} characters`);
  return text;
}

/** Of a call that changes something: a forgotten name must not mean the default template. INVALID_FIELD. */
export function templateName(text: string): string {
  if (text === '') throw invalidField('template', 'is required');
  return text;
}

/** INVALID_FIELD. */
export function prewarmCount(count: number): number {
  if (count < 1 || count > maxPrewarm) throw invalidField('count', `must be 1 to ${maxPrewarm}`);
  return count;
}

export function environmentOf(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(entries);
  if (names.length > maxEnvironment) throw invalidField('environment', `has more than ${maxEnvironment} variables`);
  for (const [name, value] of Object.entries(entries)) {
    validateEnvironmentVariable(name, value);
    if (Buffer.byteLength(value) > maxEnvironmentValueBytes) {
      throw invalidField(`environment.${name}`, `is longer than ${maxEnvironmentValueBytes} bytes`);
    }
  }
  return entries;
}

export function labelsOf(entries: Readonly<Record<string, string>>, field: string): Readonly<Record<string, string>> {
  const pairs = Object.entries(entries);
  if (pairs.length > maxLabels) throw invalidField(field, `has more than ${maxLabels} entries`);
  for (const [name, value] of pairs) validateLabel(name, value, field);
  return entries;
}

/** Empty for the standard place. INVALID_FIELD. */
export function storagePathOf(text: string): string {
  if (text === '' || isStoragePath(text)) return text;
  const names = 'names of the characters A-Z a-z 0-9 . _ @ % ~ = - that do not begin with "."';
  throw invalidField('storage_path', `is too long, or does not consist of ${names} with "/" between them`);
}

/** null: as the template says, also for a value that this daemon does not know. */
export function releaseMode(mode: unknown): ReleaseMode | null {
  if (mode === 'RELEASE_MODE_DESTROY') return 'destroy';
  return mode === 'RELEASE_MODE_PARK' ? 'park' : null;
}

/** Milliseconds, or null when absent. INVALID_FIELD for a negative or absurd one. */
export function durationMs(duration: Duration__Output | null, field: string): number | null {
  if (duration === null) return null;
  const seconds = Number(duration.seconds);
  const ms = seconds * 1000 + Math.round(duration.nanos / 1e6);
  if (ms < 0 || duration.nanos < 0) throw invalidField(field, 'must not be negative');
  if (seconds > maxDurationSeconds) throw invalidField(field, `is longer than ${maxDurationSeconds} seconds`);
  return ms;
}

export function toDuration(ms: number): { seconds: number; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

export function toTimestamp(ms: number | null): { seconds: number; nanos: number } | null {
  return ms === null ? null : toDuration(ms);
}

/** Nanoseconds since 1970. INVALID_FIELD before that, and for nanos that are none. */
export function timestampNs({ seconds, nanos }: Timestamp__Output, field: string): bigint {
  if (nanos < 0 || nanos >= nanosecondsPerSecond) throw invalidField(field, 'has nanos below 0 or above 999999999');
  return BigInt(safeNumber(seconds, field)) * BigInt(nanosecondsPerSecond) + BigInt(nanos);
}

/** Of a Timestamp or a Duration. */
export function toTimestampNs(timeNs: bigint): { seconds: string; nanos: number } {
  const perSecond = BigInt(nanosecondsPerSecond);
  return { seconds: (timeNs / perSecond).toString(), nanos: Number(timeNs % perSecond) };
}

/** A number that the caller may leave out; 0 or less than it takes the default or fails. */
export function pageSizeOf(size: number, standard = defaultPageSize, most = maxPageSize): number {
  if (size < 0) throw invalidField('page_size', 'must not be negative');
  return size === 0 ? standard : Math.min(size, most);
}

/** Numbers of 64 bits travel as text; INVALID_FIELD beyond what is exact. */
export function safeNumber(text: string, field: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw invalidField(field, 'must be a whole number of at most 2^53 - 1, not negative');
  return value;
}

/** Opaque to callers: a position and a mark of the filter it belongs to. */
export function encodePageToken(position: number | string, filter: unknown): string {
  return Buffer.from(JSON.stringify([position, filterMark(filter)])).toString('base64url');
}

/** INVALID_PAGE_TOKEN for a token that is damaged or of another filter. */
export function decodePageToken(token: string, filter: unknown): number | string | null {
  if (token === '') return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed[1] === filterMark(filter)) {
      const position: unknown = parsed[0];
      if (typeof position === 'string' || Number.isSafeInteger(position)) return position as number | string;
    }
  } catch {
    // Not a token of ours; the error below says so.
  }
  throw new SandkeepError('INVALID_PAGE_TOKEN', 'the page token is damaged or belongs to another filter');
}

function filterMark(filter: unknown): string {
  return createHash('sha256').update(canonicalJson(filter)).digest('base64url').slice(0, 12);
}

/** The same text for the same content, whatever the order of keys. Bytes count as base64. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

export function sandboxFilter(filter: SandboxFilter__Output | null, showReleased = true): SandboxFilter {
  const given = filter?.states ?? [];
  // Only states that this daemon does not know: that matches nothing, never everything.
  const states = given.map(stateFromProto).filter((state) => state !== null);
  const wanted =
    given.length > 0 ? states : showReleased ? undefined : sandboxStates.filter((state) => state !== 'RELEASED');
  const text = (name: 'namespace' | 'user' | 'session' | 'template' | 'runtime'): Record<string, string> => {
    const value = filter?.[name] ?? '';
    return value === '' ? {} : { [name]: value };
  };
  return {
    ...text('namespace'),
    ...text('user'),
    ...text('session'),
    ...text('template'),
    ...text('runtime'),
    ...(wanted === undefined ? {} : { states: wanted }),
    ...(filter === null || Object.keys(filter.labels).length === 0
      ? {}
      : { labels: labelsOf(filter.labels, 'filter.labels') }),
  };
}

/** null for a value that this daemon does not know. */
function stateFromProto(value: unknown): SandboxState | null {
  const name = String(value).replace('SANDBOX_STATE_', '');
  return sandboxStates.find((state) => state === name) ?? null;
}

/** null does not restrict. Values that this daemon does not know match nothing. */
export function sessionStateFilter(given: readonly unknown[]): readonly SessionState[] | null {
  if (given.length === 0) return null;
  return sessionStates.filter((state) => given.includes(`SESSION_STATE_${state}`));
}
