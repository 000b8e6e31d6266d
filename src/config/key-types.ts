// The kinds of values that keys take. Each knows how people call it and what is expected, for errors and docs.

import { isIP } from 'node:net';
import { posix } from 'node:path';

import { z } from 'zod';

import {
  parseBytes,
  parseDirectoryMode,
  parseDurationMs,
  parseMode,
  parseOwner,
  parsePortRange,
} from './quantities.ts';

export interface KindText {
  /** One or two words for the table of keys. */
  readonly kind: string;
  /** Completes "expected ...". */
  readonly expected: string;
  readonly hint?: string;
}

/** Texts of value kinds, by schema. */
export const kindTexts = z.registry<KindText>();

/** Help of keys, by the schema that holds their default. */
export const keyHelp = z.registry<{ readonly help: string }>();

/** Timers of Node fire at once beyond 2^31 milliseconds. */
const longestTimerMs = 24 * 86_400_000;
const longestDurationMs = 3650 * 86_400_000;

export function kind<T extends z.ZodType>(schema: T, text: KindText): T {
  kindTexts.add(schema, text);
  return schema;
}

/** A key of a section: what it takes, what it is without the key, what it is for. */
export function key<T extends z.ZodType>(schema: T, fallback: z.input<T>, help: string): z.ZodPrefault<T> {
  const withDefault = z.prefault(schema, fallback);
  keyHelp.add(withDefault, { help });
  return withDefault;
}

/** A key that has no default. */
export function required<T extends z.ZodType>(schema: T, help: string): T {
  keyHelp.add(schema, { help });
  return schema;
}

/** A nested section; without it, all its defaults. */
export function section<Shape extends z.ZodRawShape>(
  shape: Shape,
  help: string,
): z.ZodPrefault<z.ZodObject<Shape, z.core.$strict>> {
  const withDefault = z.prefault(z.strictObject(shape), () => ({}) as z.input<z.ZodObject<Shape, z.core.$strict>>);
  keyHelp.add(withDefault, { help });
  return withDefault;
}

export function nullable<T extends z.ZodType>(schema: T): z.ZodNullable<T> {
  return z.nullable(schema);
}

export const text = kind(z.string(), { kind: 'text', expected: 'text' });

export const flag = kind(z.boolean(), { kind: 'true or false', expected: 'true or false' });

export function oneOf<const Values extends readonly [string, ...string[]]>(
  ...values: Values
): z.ZodEnum<z.core.util.ToEnum<Values[number]>> {
  return kind(z.enum(values), { kind: values.join(', '), expected: `one of ${values.join(', ')}` });
}

export function count(minimum: number, maximum: number): z.ZodNumber {
  return kind(z.int().min(minimum).max(maximum), {
    kind: 'number',
    expected: `a whole number from ${minimum} to ${maximum}`,
  });
}

export function decimal(minimum: number, maximum: number): z.ZodNumber {
  return kind(z.number().min(minimum).max(maximum), {
    kind: 'number',
    expected: `a number from ${minimum} to ${maximum}`,
  });
}

function parsed<Input extends number | string, Output>(
  input: z.ZodType<Input, Input>,
  parse: (value: Input) => Output | null,
  texts: KindText,
): z.ZodPipe<z.ZodType<Input, Input>, z.ZodTransform<Awaited<Output>, Input>> {
  const schema = input.transform((value, context) => {
    const result = parse(value);
    if (result !== null) return result;
    context.addIssue({ code: 'custom', message: texts.expected });
    return z.NEVER;
  });
  return kind(schema, texts) as z.ZodPipe<z.ZodType<Input, Input>, z.ZodTransform<Awaited<Output>, Input>>;
}

const numberOrText = z.union([z.number(), z.string()]);

function boundedDuration(
  minimumMs: number,
  maximumMs: number,
  bounds: string,
): z.ZodPipe<z.ZodType<number | string, number | string>, z.ZodTransform<number, number | string>> {
  const parse = (value: number | string): number | null => {
    const durationMs = parseDurationMs(value);
    return durationMs !== null && durationMs >= minimumMs && durationMs <= maximumMs ? durationMs : null;
  };
  return parsed(numberOrText, parse, {
    kind: 'duration',
    expected: `a duration ${bounds}, such as "10m", "600s", "250ms" or a number of seconds`,
  });
}

/** A period kept in the database; 0 is a value of its own. */
export const duration = boundedDuration(0, longestDurationMs, 'of at most 3650 days');

/** A period that a timer waits for; 0 is a value of its own. */
export const timerDuration = boundedDuration(0, longestTimerMs, 'of at most 24 days');

/** A deadline: 0 would fail everything. */
export const deadline = boundedDuration(1, longestTimerMs, 'from 1ms to 24 days');

export const bytes = parsed(numberOrText, parseBytes, {
  kind: 'size',
  expected: 'a size such as "2g", "512m", "64k" or a number of bytes',
});

function boundedBytes(minimum: number, maximum: number, expected: string): typeof bytes {
  const parse = (value: number | string): number | null => {
    const size = parseBytes(value);
    return size !== null && size >= minimum && size <= maximum ? size : null;
  };
  return parsed(numberOrText, parse, { kind: 'size', expected });
}

/** Below the smallest nothing works, above the largest gRPC cannot count. */
export const messageBytes = boundedBytes(64 * 1024, 1024 ** 3, 'a size from "64k" to "1g"');

/** With less no workspace of use fits. */
export const workspaceBytes = boundedBytes(1024 ** 2, Number.MAX_SAFE_INTEGER, 'a size of "1m" or more');

export const mode = parsed(z.string(), parseMode, {
  kind: 'mode',
  expected: 'permission bits as quoted octal text, such as "0750"',
  hint: 'Quote it: without quotes YAML reads another number.',
});

export const directoryMode = parsed(z.string(), parseDirectoryMode, {
  kind: 'mode',
  expected: 'permission bits as quoted octal text, such as "0750", or "2770" with the set-group-ID bit',
  hint: 'Quote it: without quotes YAML reads another number.',
});

export const portRange = parsed(z.string(), parsePortRange, {
  kind: 'port range',
  expected: 'two ports from 1 to 65535 in order, such as "49152-59152"',
});

export const owner = parsed(z.string(), parseOwner, {
  kind: 'uid:gid',
  expected: 'two numbers "uid:gid", such as "1000:1000"',
});

export const absolutePath = kind(
  z.string().refine((value) => isAbsolutePath(value)),
  {
    kind: 'path',
    expected: 'an absolute path without "..", NUL and doubled or trailing slashes',
  },
);

export const address = kind(
  z.string().refine((value) => isIP(value) !== 0),
  {
    kind: 'IP address',
    expected: 'an IP address, such as "127.0.0.1"',
  },
);

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Nobody but this host: what it answers is for everybody who can ask. */
export const metricsAddress = kind(
  z.string().refine((value) => isAbsolutePath(value) || isLoopbackPort(value)),
  {
    kind: 'address or path',
    expected: 'a port of this host alone, such as "127.0.0.1:9464", or the absolute path of a socket',
  },
);

function isLoopbackPort(value: string): boolean {
  const parts = /^(.+):([0-9]{1,5})$/.exec(value);
  const port = Number(parts?.[2]);
  return loopbackHosts.has(parts?.[1] ?? '') && port >= 1 && port <= 65_535;
}

/** Numbers and booleans are text here. */
export const scalarText = kind(
  z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value)),
  { kind: 'text', expected: 'text, a number, true or false', hint: 'Write "" for an empty value.' },
);

export function pattern(expression: RegExp, texts: KindText): z.ZodString {
  return kind(z.string().regex(expression), texts);
}

export function list<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element).max(1000);
}

export function map<K extends z.core.$ZodRecordKey, V extends z.ZodType>(keys: K, values: V): z.ZodRecord<K, V> {
  return z.record(keys, values);
}

function isAbsolutePath(value: string): boolean {
  return posix.isAbsolute(value) && !value.includes('\0') && posix.resolve(value) === value;
}
