// What an operator can follow: a line for each operation and call, the trace of a caller in lines and events, spans for
// whoever brings an SDK, and the level of the log by a signal.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { acquire, patienceMs, refusalOf, startScene, type Scene } from '../support/scene.ts';
import { runInProcess } from '../support/cli.ts';
import { waitUntil } from '../support/wait.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpan = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${callerSpan}-01`;

type Line = Readonly<Record<string, unknown>>;

function linesOf({ daemon }: Scene, event: string): Line[] {
  return daemon
    .logs()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line['event'] === event);
}

async function lineOf(scene: Scene, event: string, matches: (line: Line) => boolean): Promise<Line> {
  await waitUntil(() => linesOf(scene, event).some(matches), { timeoutMs: patienceMs, what: `a line of ${event}` });
  const line = linesOf(scene, event).find(matches);
  if (line === undefined) throw new Error('the line went away');
  return line;
}

describe('the log', () => {
  test('has one line for each operation, with its ids, outcome and duration', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    await scene.client.releaseSandbox({ sandboxId: id });
    const released = await lineOf(scene, 'operation', (line) => line['kind'] === 'release');
    const created = linesOf(scene, 'operation').filter((line) => line['kind'] === 'create');
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({
      level: 'info',
      outcome: 'done',
      sandbox: id,
      generation: 1,
      operation: expect.stringMatching(/^[0-9a-z]+$/),
      attempts: 1,
      durationMs: expect.any(Number),
      msg: 'create done',
    });
    expect(released).toMatchObject({ outcome: 'done', sandbox: id });
  });

  test('has one line for an operation that failed, and for the call that is told so', async () => {
    const scene = await startScene({ templates: { broken: { image: 'fake:exit' } } });
    const refusal = await refusalOf(
      scene.client.acquireSandbox({ session: { session: 's1' }, template: 'broken', requestId: 'r-1' }),
    );
    const failed = await lineOf(scene, 'operation', (line) => line['outcome'] === 'failed');
    expect(failed).toMatchObject({ level: 'warn', kind: 'create', error: expect.any(String) });
    const call = await lineOf(scene, 'call', (line) => line['method'] === 'AcquireSandbox');
    expect(call).toMatchObject({
      level: 'info',
      outcome: 'refused',
      reason: refusal.reason,
      code: refusal.status,
      session: 's1',
      requestId: 'r-1',
      durationMs: expect.any(Number),
    });
  });

  test('shows more on SIGUSR1, less on the next, and opens no debugger', async () => {
    const scene = await startScene();
    await scene.client.getInfo({});
    scene.daemon.signal('SIGUSR1');
    await lineOf(scene, 'log_level', (line) => line['level'] === 'info' || line['level'] === 'debug');
    await scene.client.listSandboxes({});
    await lineOf(scene, 'call', (line) => line['method'] === 'ListSandboxes');
    expect(linesOf(scene, 'call').filter((line) => line['method'] === 'GetInfo')).toEqual([]);
    scene.daemon.signal('SIGUSR1');
    await waitUntil(() => linesOf(scene, 'log_level').length === 2, {
      timeoutMs: patienceMs,
      what: 'the level is back',
    });
    await scene.client.listTemplates({});
    await scene.daemon.stop();
    expect(linesOf(scene, 'call').filter((line) => line['method'] === 'ListTemplates')).toEqual([]);
    expect(scene.daemon.logs()).not.toContain('Debugger');
  });
});

describe("a caller's trace", () => {
  test('is in the lines and events of what it began, and in nothing else', async () => {
    const scene = await startScene();
    const first = await scene.client.acquireSandbox({ session: { session: 'traced' } }, { traceparent });
    const second = await acquire(scene, 'untraced');
    const { events } = await scene.client.listEvents({});
    const tracesOf = (sandboxId: string | undefined): Set<string> =>
      new Set(events.filter((event) => event.sandboxId === sandboxId).map((event) => event.traceId));
    expect(tracesOf(first.sandbox?.id)).toEqual(new Set([traceId]));
    expect(tracesOf(second.id)).toEqual(new Set(['']));
    const line = await lineOf(scene, 'operation', (one) => one['sandbox'] === first.sandbox?.id);
    expect(line).toMatchObject({ kind: 'create', traceId });
    const other = await lineOf(scene, 'operation', (one) => one['sandbox'] === second.id);
    expect(other).not.toHaveProperty('traceId');
  });

  test('is in the line of a call that was refused, also of one by the command line', async () => {
    const scene = await startScene();
    const socket = ['--socket', scene.daemon.socketPath];
    await runInProcess([...socket, 'get', 'no-such-sandbox'], { env: { TRACEPARENT: traceparent } });
    expect(await lineOf(scene, 'call', (line) => line['reason'] === 'SANDBOX_NOT_FOUND')).toMatchObject({ traceId });
  });

  test('that is no trace refuses nothing', async () => {
    const scene = await startScene();
    const answer = await scene.client.acquireSandbox({ session: { session: 's' } }, { traceparent: 'nonsense' });
    const { events } = await scene.client.listEvents({});
    expect(new Set(events.map((event) => event.traceId))).toEqual(new Set(['']));
    expect(answer.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
  });
});

test('an SDK that is loaded into the daemon gets a span for the call, and below it one for each call of an engine', async () => {
  const scene = await startScene();
  const file = path.join(scene.directory, 'spans');
  const sdk = path.resolve(import.meta.dirname, '../support/otel-sdk.ts');
  await scene.daemon.restart({ env: { NODE_OPTIONS: `--import=${sdk}`, TEST_SPAN_FILE: file } });
  await scene.client.acquireSandbox({ session: { session: 'traced' } }, { traceparent });
  await refusalOf(scene.client.getSandbox({ sandboxId: 'no-such-sandbox' }, { traceparent }));
  await scene.daemon.stop();
  const spans = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          name: string;
          traceId: string;
          spanId: string;
          parentId: string;
          status: { code: number };
        },
    );
  const call = spans.find((span) => span.name === 'sandkeep.v1/AcquireSandbox');
  expect(call).toMatchObject({ traceId, parentId: callerSpan });
  const below = spans.filter((span) => span.parentId === call?.spanId).map((span) => span.name);
  expect(below).toEqual(expect.arrayContaining(['fake create', 'fake start']));
  const errorStatus = 2;
  expect(spans.find((span) => span.name === 'sandkeep.v1/GetSandbox')?.status.code).toBe(errorStatus);
});
