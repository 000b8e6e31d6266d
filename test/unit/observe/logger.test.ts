import { fstatSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../src/domain/errors.ts';
import type { LogLevel } from '../../../src/domain/settings.ts';
import { createLogger, type LeveledLogger, type LoggerOptions, logsToJournal } from '../../../src/observe/logger.ts';
import { logFieldNames } from '../../../src/ports/observer.ts';

const canary = 'canary-5d1f0c';

type Line = Record<string, unknown>;

function memoryLogger(
  level: LogLevel = 'debug',
  options: Partial<LoggerOptions> = {},
): { logger: LeveledLogger; text: () => string; lines: () => Line[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    logger: createLogger({ level, destination, ...options }),
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Line),
  };
}

/** The one line that logging these fields gives. */
function logged(fields: object): Line {
  const { logger, lines } = memoryLogger();
  logger.info(fields, 'message');
  return lines()[0] ?? {};
}

function nested(depth: number, innermost: object): object {
  return depth === 0 ? innermost : { inner: nested(depth - 1, innermost) };
}

describe('lines', () => {
  test('hold level, time, process, fields and message', () => {
    expect(logged({ sandbox: 'abc', attempts: 2 })).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      sandbox: 'abc',
      attempts: 2,
      msg: 'message',
    });
  });

  test('below the level are not written, and the level can change', () => {
    const { logger, lines } = memoryLogger('warn');
    logger.info({}, 'first');
    logger.setLevel('debug');
    logger.debug({}, 'second');
    logger.setLevel('error');
    logger.warn({}, 'third');
    logger.error({}, 'fourth');
    expect(lines().map((line) => line['msg'])).toEqual(['second', 'fourth']);
  });
});

describe('the level', () => {
  test('goes to debug and back, and a reload while it is there ends it', () => {
    const { logger, lines } = memoryLogger('info');
    expect(logger.toggleDebug()).toBe('debug');
    logger.debug({}, 'first');
    expect(logger.toggleDebug()).toBe('info');
    logger.debug({}, 'second');
    logger.toggleDebug();
    logger.setLevel('warn');
    logger.info({}, 'third');
    expect(logger.toggleDebug()).toBe('debug');
    expect(lines().map((line) => line['msg'])).toEqual(['first']);
  });

  test('of a config that says debug stays', () => {
    const { logger } = memoryLogger('debug');
    expect(logger.toggleDebug()).toBe('debug');
    expect(logger.toggleDebug()).toBe('debug');
  });
});

describe('the journal', () => {
  test('is told how severe each line is', () => {
    const { logger, text } = memoryLogger('debug', { format: 'journal' });
    logger.debug({}, 'd');
    logger.info({}, 'i');
    logger.warn({}, 'w');
    logger.error({}, 'e');
    const lines = text().trimEnd().split('\n');
    expect(lines.map((line) => /^<(\d)>\{/.exec(line)?.[1])).toEqual(['7', '6', '4', '3']);
  });

  test('is only what systemd connected standard output to', () => {
    const { dev, ino } = fstatSync(1, { bigint: true });
    expect(logsToJournal({ JOURNAL_STREAM: `${dev}:${ino}` })).toBe(true);
    expect(logsToJournal({ JOURNAL_STREAM: '1:1' })).toBe(false);
    expect(logsToJournal({})).toBe(false);
  });
});

describe('a trace', () => {
  test('is in the lines of its work, and nowhere else', () => {
    let traceId = '';
    const { logger, lines } = memoryLogger('info', { traceId: () => traceId });
    logger.info({}, 'before');
    traceId = 'abc';
    logger.info({ sandbox: 's' }, 'within');
    expect(lines()[0]).not.toHaveProperty('traceId');
    expect(lines()[1]).toMatchObject({ traceId: 'abc', sandbox: 's' });
  });
});

describe('secrets (R10)', () => {
  test('a field whose name is not in the list is not written, whatever it holds', () => {
    const { logger, text, lines } = memoryLogger();
    // As a caller would who goes around the types.
    const fields: Record<string, unknown> = { body: canary, note: { inner: canary }, sandbox: 'abc' };
    logger.info(fields, 'message');
    expect(text()).not.toContain(canary);
    expect(lines()[0]).toMatchObject({ body: '[redacted]', note: '[redacted]', sandbox: 'abc' });
  });

  test('every name of the list is written', () => {
    const fields = Object.fromEntries(logFieldNames.map((name) => [name, name]));
    expect(logged(fields)).toMatchObject(fields);
  });

  test.each([
    'environment',
    'env',
    'token',
    'secrets',
    'password',
    'authorization',
    'headers',
    'argv',
    'Authorization',
    'access_token',
    'accessToken',
    'registry-password',
    'secret_access_key',
    'secretAccessKey',
  ])('a field named %s is not written', (name) => {
    for (let depth = 0; depth < 8; depth += 1) {
      const { logger, text } = memoryLogger();
      logger.info({ counters: nested(depth, { [name]: canary }) }, 'message');
      logger.info({ counters: [nested(depth, { [name]: [canary] })] }, 'message');
      expect(text()).not.toContain(canary);
    }
  });

  test('names that only look like it are written', () => {
    const counters = { tokens_used: 3, environmental: 'a', header: 'b' };
    expect(logged({ counters })).toMatchObject({ counters });
  });

  test('fields deeper than four are not written, those above are', () => {
    const line = logged({ counters: { b: { c: { d: 'shown', e: { f: canary } } } } });
    expect(line['counters']).toEqual({ b: { c: { d: 'shown', e: '[deeper]' } } });
  });

  test('what an error carries beside type, message, stack, reason, code and causes is not written', () => {
    const cause = Object.assign(new TypeError('inner'), { config: { auth: canary }, code: 'ECONNRESET' });
    const failure = new SandkeepError('CREATE_REFUSED', 'outer', { cause, metadata: { anything: canary } });
    const line = logged({ err: failure, counters: { failure } });
    expect(JSON.stringify(line)).not.toContain(canary);
    expect(line['err']).toEqual({
      type: 'SandkeepError',
      message: 'outer',
      stack: expect.stringContaining('logger.test.ts'),
      reason: 'CREATE_REFUSED',
      cause: { type: 'TypeError', message: 'inner', stack: expect.any(String), code: 'ECONNRESET' },
    });
    expect(line['counters']).toEqual({ failure: line['err'] });
  });

  test('a cause that is no error is only named by its type', () => {
    const line = logged({ err: new Error('outer', { cause: { output: canary } }) });
    expect(line['err']).toMatchObject({ cause: { type: 'object' } });
    expect(JSON.stringify(line)).not.toContain(canary);
  });

  test('the errors inside an aggregate are described', () => {
    const line = logged({ err: new AggregateError([new Error('first'), canary], 'several') });
    expect(line['err']).toMatchObject({ errors: [{ message: 'first' }, { type: 'string' }] });
    expect(JSON.stringify(line)).not.toContain(canary);
  });
});

describe('bounds (R9)', () => {
  test('a field that refers to itself is written once', () => {
    const loop: Record<string, unknown> = { name: 'loop' };
    loop['self'] = loop;
    const failure = new Error('round');
    failure.cause = failure;
    expect(JSON.stringify(logged({ counters: loop, err: failure })).length).toBeLessThan(50_000);
  });

  test('long texts, lists and objects are cut', () => {
    const line = logged({
      error: 'x'.repeat(1_000_000),
      applied: Array.from({ length: 10_000 }, () => 'item'),
      counters: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index])),
      err: new Error('y'.repeat(1_000_000)),
    });
    expect(JSON.stringify(line).length).toBeLessThan(50_000);
  });

  test('values that JSON does not know do no harm', () => {
    const values = {
      big: 2n ** 70n,
      call: () => canary,
      when: new Date(0),
      bad: new Date(Number.NaN),
      none: undefined,
    };
    expect(logged({ counters: { ...values, bytes: Buffer.from(canary) } })['counters']).toMatchObject({
      big: (2n ** 70n).toString(),
      call: '[function]',
      when: '1970-01-01T00:00:00.000Z',
      bad: '[invalid date]',
      bytes: `[${canary.length} bytes]`,
    });
  });
});
