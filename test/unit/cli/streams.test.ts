import { status } from '@grpc/grpc-js';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { input, refusal, sandbox, serveCli } from '../../support/cli.ts';
import { errorInfo, TinyFailure } from '../../support/tiny-server.ts';

const { id } = sandbox;

describe('files', () => {
  const frames = {
    ReadFile: async function* () {
      yield { data: Buffer.from([0, 255]) };
    },
  };

  test('read copies bytes to standard output unchanged', async () => {
    const { run } = await serveCli({
      stream: {
        ReadFile: async function* () {
          yield { data: Buffer.from('a\u001B[1m') };
        },
      },
    });
    expect(await run(['files', 'read', id, '/a'])).toMatchObject({ exitCode: 0, stdout: 'a\u001B[1m' });
  });

  test('read copies to a local file, and leaves it alone when there is nothing to read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sandkeep-cli-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const local = join(directory, 'local');
    writeFileSync(local, 'old');
    const missing = await serveCli({ stream: { ReadFile: refusal(status.NOT_FOUND, 'FILE_NOT_FOUND') } });
    expect(await missing.run(['files', 'read', id, '/a', local])).toMatchObject({ exitCode: 3 });
    expect(readFileSync(local, 'utf8')).toBe('old');
    const found = await serveCli({ stream: frames });
    expect(await found.run(['files', 'read', id, '/a', local])).toMatchObject({ exitCode: 0 });
    expect([...readFileSync(local)]).toEqual([0, 255]);
  });

  test('write copies standard input', async () => {
    const received: string[] = [];
    const { run } = await serveCli({
      upload: {
        WriteFile: async (frames) => {
          for await (const frame of frames)
            received.push(frame['header'] ? JSON.stringify(frame['header']) : (frame['data'] as Buffer).toString());
          return { entry: { path: '/a', sizeBytes: '2' } };
        },
      },
    });
    const result = await run(['files', 'write', id, '/a', '--mode', '600', '-p'], { stdin: input('a', 'b') });
    expect(result).toMatchObject({ exitCode: 0, stdout: '/a  2 B\n' });
    expect(JSON.parse(received[0] ?? '')).toMatchObject({ path: '/a', mode: 0o600, createParents: true });
    expect(received.slice(1)).toEqual(['a', 'b']);
  });
});

describe('events', () => {
  const event = {
    seq: '7',
    type: 'sandbox.state',
    sandboxId: id,
    oldState: 'SANDBOX_STATE_CREATING',
    newState: 'SANDBOX_STATE_RUNNING',
    actor: 'ACTOR_CLIENT',
    reason: 'READY',
  };

  test('the newest are shown in the order they happened', async () => {
    const { run, server } = await serveCli({
      unary: { ListEvents: () => ({ events: [{ ...event, seq: '8' }, event] }) },
    });
    const { stdout } = await run(['events', '--limit', '2']);
    expect(stdout).toBe(
      `7  -  01hzy5k3v8f2  sandbox.state creating -> running  READY  (client)\n` +
        `8  -  01hzy5k3v8f2  sandbox.state creating -> running  READY  (client)\n`,
    );
    expect(server.calls[0]?.request).toMatchObject({ newestFirst: true, pageSize: 2 });
  });

  test('--follow goes on after the last number when the daemon drains', async () => {
    let watches = 0;
    const { run, server } = await serveCli({
      stream: {
        WatchEvents: async function* () {
          watches += 1;
          yield { ready: { currentSeq: '6' } };
          if (watches === 2) throw new TinyFailure(status.OUT_OF_RANGE, 'gone', [errorInfo('EVENTS_COMPACTED')]);
          yield { event };
          throw new TinyFailure(status.UNAVAILABLE, 'stopping', [errorInfo('DRAINING')]);
        },
      },
    });
    const { exitCode, stdout } = await run(['events', '--follow', '--json']);
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ seq: 7, new_state: 'RUNNING' });
    expect(server.calls.map(({ request }) => request['afterSeq'])).toEqual(['0', '7']);
  });
});

describe('pull', () => {
  const messages = [
    { layer: 'l1', status: 'Downloading', currentBytes: '50', totalBytes: '100' },
    { layer: 'l1', status: 'Downloading', currentBytes: '90', totalBytes: '100' },
    { done: true, digest: 'sha256:abc' },
  ];
  const stream = {
    PullImage: async function* () {
      yield* messages;
    },
  };

  test('each step of a layer is one line where there is no terminal', async () => {
    const { run } = await serveCli({ stream });
    expect(await run(['pull', 'aio'])).toEqual({
      exitCode: 0,
      stdout: 'pulled aio  sha256:abc\n',
      stderr: 'l1: Downloading\n',
    });
  });

  test('a terminal gets a bar that is gone at the end', async () => {
    const { run } = await serveCli({ stream });
    const { stderr } = await run(['pull', 'aio'], { columns: 80 });
    expect(stderr).toContain('[############............] 50 B of 100 B  Downloading');
    expect(stderr.endsWith('\r\u001B[2K')).toBe(true);
  });

  test('a template and an image exclude each other', async () => {
    const { run } = await serveCli({});
    expect(await run(['pull', 'aio', '--image', 'x'])).toMatchObject({ exitCode: 2 });
    expect(await run(['pull'])).toMatchObject({ exitCode: 2 });
  });
});
