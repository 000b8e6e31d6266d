// Makes the fields of a log line safe and small: only those with a name of the list, and of what is in them no
// secrets by their names; errors by a list too; all of it bounded.

import { logFieldNames } from '../ports/observer.ts';

const redacted = '[redacted]';
const allowed: ReadonlySet<string> = new Set(logFieldNames);
const maxDepth = 4;
const maxKeys = 64;
const maxItems = 64;
const maxCharacters = 8192;
const maxCauses = 5;

/** Compared in lower case without "_" and "-". */
const secretNames = new Set(['environment', 'env', 'secrets', 'secret', 'authorization', 'headers', 'argv', 'cookie']);
const secretEndings = /(token|tokens|password|secret|secrets|apikey|accesskey|secretkey|privatekey)$/;

export function redactFields(fields: object): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, maxKeys);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, allowed.has(name) ? redactValue(inner, 2) : redacted]),
  );
}

/** Type, message, stack, reason, code and causes; what else an error carries may hold anything. */
export function describeError(error: Error, causesLeft = maxCauses): Record<string, unknown> {
  const described: Record<string, unknown> = {
    type: error.name,
    message: clip(error.message),
    stack: clip(error.stack ?? ''),
  };
  if ('reason' in error && typeof error.reason === 'string') described['reason'] = error.reason;
  if ('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) {
    described['code'] = error.code;
  }
  if (causesLeft === 0) return described;
  if (error instanceof AggregateError) {
    described['errors'] = error.errors
      .slice(0, maxCauses)
      .map((inner: unknown) => describeCause(inner, causesLeft - 1));
  }
  if (error.cause !== undefined) described['cause'] = describeCause(error.cause, causesLeft - 1);
  return described;
}

function describeCause(cause: unknown, causesLeft: number): Record<string, unknown> {
  return cause instanceof Error ? describeError(cause, causesLeft) : { type: typeof cause };
}

function redactObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, maxKeys);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, isSecretName(name) ? redacted : redactValue(inner, depth + 1)]),
  );
}

/** `depth` is that of the value: the fields of a log line are at 1. */
function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clip(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth > maxDepth) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redactValue(item, depth + 1));
  return redactObject(value, depth);
}

function isSecretName(name: string): boolean {
  const folded = name.toLowerCase().replaceAll(/[_-]/g, '');
  return secretNames.has(folded) || secretEndings.test(folded);
}

function clip(text: string): string {
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters)}[cut]` : text;
}
