import { execFile, type ExecFileException } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import * as production from '../../src/failpoint.ts';
import * as active from '../support/failpoint.ts';
import { errorsModuleFor, nextTerm, parseFailpoints } from '../support/failpoint.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const childTimeoutMs = 20_000;
const modulePath = path.resolve(import.meta.dirname, '../support/failpoint.ts');

interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

/** Runs a script with the failpoints of the environment, as the daemon would meet them. */
async function runChild(script: string, environment: Record<string, string>): Promise<ChildEnd> {
  const source = `import { failpoint, failpointAsync } from ${JSON.stringify(modulePath)};\n${script}`;
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', source],
      { env: { ...process.env, ...environment }, timeout: childTimeoutMs },
      (error: ExecFileException | null, stdout) => {
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
          signal: error?.signal ?? null,
          stdout,
        });
      },
    );
  });
}

function actionsOf(text: string, name: string, hits: number): (string | undefined)[] {
  const sites = parseFailpoints(text);
  return Array.from({ length: hits }, () => nextTerm(sites, name)?.action);
}

describe('failpoint grammar', () => {
  test('terms are used up in order, and then the site is off', () => {
    expect(actionsOf('a=1*off->2*kill', 'a', 4)).toEqual([undefined, 'kill', 'kill', undefined]);
  });

  test('a term without a count goes on for ever', () => {
    expect(actionsOf('a=1*throw->delay(5)', 'a', 4)).toEqual(['throw', 'delay', 'delay', 'delay']);
  });

  test('sites are apart', () => {
    const sites = parseFailpoints(' a.b=throw ; c=3*error(STORE_FULL);');
    expect(nextTerm(sites, 'a.b')?.action).toBe('throw');
    expect(nextTerm(sites, 'c')).toMatchObject({ action: 'error', argument: 'STORE_FULL' });
    expect(nextTerm(sites, 'd')).toBeUndefined();
  });

  test('an empty text has no sites', () => {
    expect(parseFailpoints('').size).toBe(0);
  });

  test.each([
    'a',
    '=kill',
    'a=explode',
    'a=x*kill',
    'a=kill->',
    'a=delay',
    'a=delay(-1)',
    'a=delay(soon)',
    'a=error',
    'a=error(NO_SUCH_REASON)',
    'a=kill;a=kill',
  ])('"%s" is refused', (text) => {
    expect(() => parseFailpoints(text)).toThrow(/failpoint/);
  });
});

describe('failpoint actions', () => {
  test('error throws the reason and throw throws its text', async () => {
    const script = `
      for (const name of ['a', 'b', 'c']) {
        try { failpoint(name); console.log('nothing'); } catch (error) { console.log(error.reason ?? error.message); }
      }`;
    const ended = await runChild(script, { SANDKEEP_FAILPOINTS: 'a=1*error(STORE_FULL);b=throw(oh no)' });
    expect(ended).toEqual({ code: 0, signal: null, stdout: 'STORE_FULL\noh no\nnothing\n' });
  });

  test('kill ends the process at once, without handlers', async () => {
    const script = `process.on('exit', () => console.log('handler')); failpoint('a'); console.log('went on');`;
    const ended = await runChild(script, { SANDKEEP_FAILPOINTS: 'a=kill' });
    expect(ended).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  });

  test('delay goes on afterwards, in both forms', async () => {
    const script = `failpoint('a'); await failpointAsync('a'); console.log('went on');`;
    const ended = await runChild(script, { SANDKEEP_FAILPOINTS: 'a=delay(5)' });
    expect(ended).toEqual({ code: 0, signal: null, stdout: 'went on\n' });
  });

  test('hang never resolves, and only the asynchronous form has it', async () => {
    const script = `
      try { failpoint('a'); } catch { console.log('refused'); }
      const hanging = failpointAsync('a').then(() => 'resolved');
      console.log(await Promise.race([hanging, new Promise((resolve) => setImmediate(resolve, 'hangs'))]));`;
    const ended = await runChild(script, { SANDKEEP_FAILPOINTS: 'a=hang' });
    expect(ended.stdout).toBe('refused\nhangs\n');
  });

  test('every hit is written to the log, also where nothing is armed', async () => {
    const log = path.join(await temporaryDirectory(), 'hits');
    await runChild(`failpoint('a'); await failpointAsync('b'); failpoint('a');`, { SANDKEEP_FAILPOINT_LOG: log });
    expect(await readFile(log, 'utf8')).toBe('a\nb\na\n');
  });
});

test('an error is of the module that the program itself uses', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  expect(errorsModuleFor(path.join(root, 'bin/sandkeepd.js'))).toBe(path.join(root, 'dist/domain/errors.js'));
  expect(errorsModuleFor(path.join(root, 'dist/main.js'))).toBe(path.join(root, 'dist/domain/errors.js'));
  expect(errorsModuleFor(path.join(root, 'src/main.ts'))).toBe(path.join(root, 'src/domain/errors.ts'));
  expect(errorsModuleFor('/somewhere/dist/worker.js')).toBe(path.join(root, 'src/domain/errors.ts'));
});

test('the production module has the same exports and does nothing', async () => {
  expect(production.failpoint('a')).toBeUndefined();
  expect(await production.failpointAsync('a')).toBeUndefined();
  expect(Object.keys(active)).toEqual(expect.arrayContaining(Object.keys(production)));
});
