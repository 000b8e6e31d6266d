// The log of an instance as a stream: what is kept, what comes, and the ends of both.

import { appendFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test, type TestContext } from 'vitest';

import { type LogPiece, logPieceBytes, type LogRequest } from '../../../src/ports/logs.ts';
import { call } from '../../support/spec.ts';
import { waitUntil } from '../../support/wait.ts';
import { expectReason, type Instance, type Instances, needs, needsImage, phaseOf } from './fixture.ts';

const patienceMs = 20_000;
const nanosecondsPerMs = 1_000_000n;
const everything: LogRequest = { tailLines: null, sinceNs: null, follow: false, timestamps: false };

export function logClauses(current: () => Instances): void {
  describe('log', () => {
    keptClauses(current);
    followClauses(current);

    test('an instance without a first process has no log, and says so', async (context) => {
      context.skip(current().info.capabilities.logs, 'it has one');
      const { ref } = await current().run();
      await expectReason(read(current(), ref), 'NOT_SUPPORTED');
    });

    test('of an instance that is not there it is SANDBOX_LOST', async () => {
      const { ref } = current().spec();
      await expectReason(read(current(), ref), 'SANDBOX_LOST');
    });
  });
}

function keptClauses(current: () => Instances): void {
  test('what was written is read with its two streams apart, also when it has ended', async (context) => {
    const talker = await talk(context, current());
    await talker.say('one', '!two', 'three', 'exit 3');
    await waitUntil(async () => (await phaseOf(current().runtime, talker.ref)) === 'exited', {
      timeoutMs: patienceMs,
      what: 'it has ended',
    });
    const { stdout, stderr, pieces } = await read(current(), talker.ref);
    expect({ stdout, stderr }).toEqual({ stdout: 'one\nthree\n', stderr: 'two\n' });
    expect(pieces.every(({ timeNs }) => timeNs === null)).toBe(true);
  });

  test('the last lines alone are read, and none', async (context) => {
    const talker = await talk(context, current());
    await talker.say('one', 'two', 'three');
    await talker.until('three\n');
    expect(await read(current(), talker.ref, { tailLines: 2 })).toMatchObject({ stdout: 'two\nthree\n' });
    expect(await read(current(), talker.ref, { tailLines: 0 })).toMatchObject({ stdout: '', stderr: '' });
  });

  test('each line has its time when that is asked for, and no other text', async (context) => {
    const talker = await talk(context, current());
    const begunNs = BigInt(Date.now()) * nanosecondsPerMs;
    await talker.say('one', '!two');
    await talker.until('one\n', 'two\n');
    const { stdout, stderr, pieces } = await read(current(), talker.ref, { timestamps: true });
    expect({ stdout, stderr }).toEqual({ stdout: 'one\n', stderr: 'two\n' });
    for (const { timeNs } of pieces) {
      // An engine may know the second only, and its clock may be another.
      expect(timeNs).toBeGreaterThan(begunNs - 5_000n * nanosecondsPerMs);
      expect(timeNs).toBeLessThan(begunNs + 60_000n * nanosecondsPerMs);
    }
  });

  test('what was written before a time is left out', async (context) => {
    const talker = await talk(context, current());
    await talker.say('early');
    await talker.until('early\n');
    const timed = await read(current(), talker.ref, { timestamps: true });
    const earlyNs = timed.pieces[0]?.timeNs ?? 0n;
    await talker.say('late');
    await talker.until('late\n');
    // From its own time on it is there; from an hour later on nothing is.
    expect((await read(current(), talker.ref, { sinceNs: earlyNs })).stdout).toBe('early\nlate\n');
    const farNs = earlyNs + 3_600_000n * nanosecondsPerMs;
    expect((await read(current(), talker.ref, { sinceNs: farNs })).stdout).toBe('');
  });

  test('a long line comes whole and in pieces of bounded size, with and without times', async (context) => {
    const talker = await talk(context, current());
    const line = 'x'.repeat(150_000);
    await talker.say(line);
    await talker.until(`${line}\n`);
    for (const timestamps of [false, true]) {
      const { stdout, pieces } = await read(current(), talker.ref, { timestamps });
      expect(stdout === `${line}\n`).toBe(true);
      expect(Math.max(...pieces.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(logPieceBytes);
    }
  });
}

function followClauses(current: () => Instances): void {
  test('what comes is followed, and the end of the instance ends it', async (context) => {
    const talker = await talk(context, current());
    await talker.say('before');
    await talker.until('before\n');
    const follower = new Follower(current(), talker.ref);
    await follower.until('before\n');
    await talker.say('after');
    await follower.until('before\nafter\n');
    await talker.say('last', 'exit 0');
    expect(await follower.toEnd()).toBe('before\nafter\nlast\n');
  });

  test('a silent instance is followed for longer than the beginning may take', async (context) => {
    const talker = await talk(context, current());
    const beginningMs = 1_500;
    const follower = new Follower(current(), talker.ref, { tailLines: 0 }, call(beginningMs));
    const reading = follower.until('at last\n');
    reading.catch(() => undefined);
    const begunMs = performance.now();
    await waitUntil(() => performance.now() - begunMs > 2 * beginningMs, { timeoutMs: patienceMs, what: 'it is late' });
    await talker.say('at last');
    await reading;
    await follower.leave();
  });

  test('the removal of the instance ends it', async (context) => {
    const talker = await talk(context, current());
    const follower = new Follower(current(), talker.ref);
    await talker.say('up');
    await follower.until('up\n');
    await current().runtime.remove(talker.ref, call());
    expect(await follower.toEnd()).toBe('up\n');
  });

  test('the signal of the caller ends it', async (context) => {
    const talker = await talk(context, current());
    const over = new AbortController();
    const follower = new Follower(current(), talker.ref, {}, call(undefined, over.signal));
    await talker.say('up');
    await follower.until('up\n');
    over.abort();
    await expectReason(follower.toEnd(), 'CALL_CANCELLED');
  });

  test('a reader that stops reading stops neither the instance nor other calls', async (context) => {
    const talker = await talk(context, current());
    const follower = new Follower(current(), talker.ref);
    await talker.say('up');
    await follower.until('up\n');
    await talker.say(`flood ${8 * 1024 * 1024}`, 'done');
    await waitUntil(async () => (await read(current(), talker.ref, { tailLines: 1 })).stdout.includes('done'), {
      timeoutMs: patienceMs,
      what: 'the instance has gone on',
    });
    await follower.leave();
    expect(await phaseOf(current().runtime, talker.ref)).toBe('running');
  });
}

interface Talker extends Instance {
  say(...lines: readonly string[]): Promise<void>;
  /** Waits until the log has these texts. */
  until(...texts: readonly string[]): Promise<void>;
}

async function talk(context: TestContext, instances: Instances): Promise<Talker> {
  needs(context, instances, 'logs');
  const image = needsImage(context, instances, 'talk');
  const instance = await instances.runMounted({ image });
  const say = async (...lines: readonly string[]): Promise<void> =>
    await appendFile(path.join(instance.source, 'say'), lines.map((line) => `${line}\n`).join(''));
  const until = async (...texts: readonly string[]): Promise<void> =>
    await waitUntil(
      async () => {
        const { stdout, stderr } = await read(instances, instance.ref);
        return texts.every((text) => stdout.includes(text) || stderr.includes(text));
      },
      { timeoutMs: patienceMs, what: `the log has ${texts.join().slice(0, 100)}` },
    );
  return { ...instance, say, until };
}

interface Log {
  readonly stdout: string;
  readonly stderr: string;
  readonly pieces: readonly LogPiece[];
}

async function read(instances: Instances, ref: Instance['ref'], request: Partial<LogRequest> = {}): Promise<Log> {
  const pieces: LogPiece[] = [];
  for await (const piece of instances.runtime.logs(ref, { ...everything, ...request }, call())) pieces.push(piece);
  const of = (source: LogPiece['source']): string =>
    Buffer.concat(pieces.filter((piece) => piece.source === source).map(({ bytes }) => bytes)).toString();
  return { stdout: of('stdout'), stderr: of('stderr'), pieces };
}

/** Reads as it is asked, no further. */
class Follower {
  readonly #iterator: AsyncIterator<LogPiece>;
  #text = '';

  constructor(instances: Instances, ref: Instance['ref'], request: Partial<LogRequest> = {}, options = call()) {
    const log = instances.runtime.logs(ref, { ...everything, follow: true, ...request }, options);
    this.#iterator = log[Symbol.asyncIterator]();
  }

  async until(text: string): Promise<void> {
    while (this.#text !== text) if (!(await this.#take())) throw new Error(`the log ended with ${this.#text}`);
  }

  async toEnd(): Promise<string> {
    while (await this.#take());
    return this.#text;
  }

  async leave(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #take(): Promise<boolean> {
    const next = await this.#iterator.next();
    if (next.done === true) return false;
    this.#text += Buffer.from(next.value.bytes).toString();
    return true;
  }
}
