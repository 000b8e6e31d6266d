import { describe, expect, test } from 'vitest';

import { SandkeepError } from '../../../src/domain/errors.ts';
import type { LogLevel } from '../../../src/domain/settings.ts';
import { createLogger, type LeveledLogger } from '../../../src/observe/logger.ts';

const canary = 'canary-5d1f0c';

type Line = Record<string, unknown>;

function memoryLogger(level: LogLevel = 'debug'): { logger: LeveledLogger; text: () => string; lines: () => Line[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  return {
    logger: createLogger({ level, destination }),
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
    expect(logged({ sandbox: 'abc', count: 2 })).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      sandbox: 'abc',
      count: 2,
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

describe('secrets (R10)', () => {
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
      logger.info(nested(depth, { [name]: canary }), 'message');
      logger.info({ list: [nested(depth, { [name]: [canary] })] }, 'message');
      expect(text()).not.toContain(canary);
    }
  });

  test('names that only look like it are written', () => {
    expect(logged({ tokens_used: 3, environmental: 'a', header: 'b' })).toMatchObject({
      tokens_used: 3,
      environmental: 'a',
      header: 'b',
    });
  });

  test('fields deeper than four are not written, those above are', () => {
    const line = logged({ a: { b: { c: { d: 'shown', e: { f: canary } } } } });
    expect(line['a']).toEqual({ b: { c: { d: 'shown', e: '[deeper]' } } });
  });

  test('what an error carries beside type, message, stack, reason, code and causes is not written', () => {
    const cause = Object.assign(new TypeError('inner'), { config: { auth: canary }, code: 'ECONNRESET' });
    const failure = new SandkeepError('CREATE_REFUSED', 'outer', { cause, metadata: { anything: canary } });
    const line = logged({ err: failure, nested: { failure } });
    expect(JSON.stringify(line)).not.toContain(canary);
    expect(line['err']).toEqual({
      type: 'SandkeepError',
      message: 'outer',
      stack: expect.stringContaining('logger.test.ts'),
      reason: 'CREATE_REFUSED',
      cause: { type: 'TypeError', message: 'inner', stack: expect.any(String), code: 'ECONNRESET' },
    });
    expect(line['nested']).toEqual({ failure: line['err'] });
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
    expect(JSON.stringify(logged({ loop, err: failure })).length).toBeLessThan(50_000);
  });

  test('long texts, lists and objects are cut', () => {
    const line = logged({
      text: 'x'.repeat(1_000_000),
      list: Array.from({ length: 10_000 }, () => 'item'),
      object: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index])),
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
    expect(logged({ ...values, bytes: Buffer.from(canary) })).toMatchObject({
      big: (2n ** 70n).toString(),
      call: '[function]',
      when: '1970-01-01T00:00:00.000Z',
      bad: '[invalid date]',
      bytes: `[${canary.length} bytes]`,
    });
  });
});
