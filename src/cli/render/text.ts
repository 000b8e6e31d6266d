// Words and numbers as people read them.
import type { Duration__Output } from '../../gen/google/protobuf/Duration.ts';
import type { Timestamp__Output } from '../../gen/google/protobuf/Timestamp.ts';
import type { SessionKey__Output } from '../../gen/sandkeep/v1/SessionKey.ts';
import { durationToMs, timestampToDate } from '../../client/convert.ts';

export const SHORT_ID_LENGTH = 12;
export const ELLIPSIS = '…';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Control characters and marks that change the writing direction could make a terminal lie. */
const unprintable = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const zeroWidth = /\p{Mn}|\p{Me}|[\u200B-\u200D]/u;

/** Text of strangers on one line. */
export function printable(text: string): string {
  return text.replaceAll(/\r?\n|\t/g, ' ').replaceAll(unprintable, '\uFFFD');
}

/** Text of strangers that may have several lines. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join('\n');
}

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function truncate(text: string, maxWidth: number): string {
  if (displayWidth(text) <= maxWidth) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > maxWidth - 1) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}

function characterWidth(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

export function shortId(id: string): string {
  return id.slice(0, SHORT_ID_LENGTH);
}

/** "SANDBOX_STATE_RUNNING" as "running". A value that this client is too old to know is a number. */
export function enumWord(value: string | number, prefix: string): string {
  const word = String(value).replace(prefix, '').toLowerCase().replaceAll('_', ' ');
  return word === 'unspecified' ? 'unknown' : word;
}

/** The parts of a session key that are not "default". */
export function ownerText(session: SessionKey__Output | null): string {
  if (session === null) return '-';
  const parts = [session.namespace, session.user];
  const firstOwn = parts.findIndex((part) => part !== '' && part !== 'default');
  const shown = firstOwn === -1 ? [] : parts.slice(firstOwn).map((part) => part || 'default');
  return [...shown, session.session].join('/');
}

/** How long ago, in the largest unit: "5m". */
export function ageText(time: Timestamp__Output | null, now: Date): string {
  if (time === null) return '-';
  return inLargestUnit(Math.max(0, now.getTime() - timestampToDate(time).getTime())).join('');
}

/** Whole units only, rounded down, so that a deadline never seems farther away than it is. */
function inLargestUnit(ms: number): readonly [number, string] {
  if (ms < MINUTE_MS) return [Math.floor(ms / SECOND_MS), 's'];
  if (ms < HOUR_MS) return [Math.floor(ms / MINUTE_MS), 'm'];
  if (ms < DAY_MS) return [Math.floor(ms / HOUR_MS), 'h'];
  return [Math.floor(ms / DAY_MS), 'd'];
}

export function agoText(time: Timestamp__Output | null, now: Date): string {
  return time === null ? '-' : `${timeText(time)} (${ageText(time, now)} ago)`;
}

/** A deadline: "in 4 m", "now", "4 m ago"; a dash where there is none. */
export function dueText(time: Timestamp__Output | null, now: Date): string {
  if (time === null) return '-';
  // What was set to five minutes a moment ago is due in five minutes, not in four.
  const seconds = Math.round((timestampToDate(time).getTime() - now.getTime()) / SECOND_MS);
  if (seconds === 0) return 'now';
  const amount = inLargestUnit(Math.abs(seconds) * SECOND_MS).join(' ');
  return seconds > 0 ? `in ${amount}` : `${amount} ago`;
}

export function timeText(time: Timestamp__Output | null): string {
  return time === null ? '-' : timestampToDate(time).toISOString();
}

/** "12ms", "1.5s", "10m", "1h30m": at most two units. */
export function spanText(ms: number): string {
  if (ms < SECOND_MS) return `${round(ms)}ms`;
  if (ms < MINUTE_MS) return `${round(ms / SECOND_MS)}s`;
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'm'],
    [SECOND_MS, 's'],
  ] as const;
  const first = units.findIndex(([unitMs]) => ms >= unitMs);
  let restMs = ms;
  let text = '';
  for (const [unitMs, name] of units.slice(first, first + 2)) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0) text += `${count}${name}`;
  }
  return text;
}

/** A time-out of nothing means that there is none. */
export function timeoutText(duration: Duration__Output | null): string {
  const ms = duration === null ? 0 : durationToMs(duration);
  return ms === 0 ? 'never' : spanText(ms);
}

export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${round(bytes / 1024 ** power)} ${units[power] ?? ''}`;
}

export function pairsText(pairs: Readonly<Record<string, string>>): string {
  const texts = Object.entries(pairs).map(([key, value]) => `${key}=${value}`);
  return texts.sort().join(', ') || '-';
}

function round(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}
