import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { refusal, sandbox, serveCli } from '../../support/cli.ts';

const { id } = sandbox;

describe('release', () => {
  const released = { sandbox: { ...sandbox, state: 'SANDBOX_STATE_RELEASING' } };

  test('releases each, and one that fails does not keep the others', async () => {
    const { run, server } = await serveCli({
      unary: {
        ReleaseSandbox: ({ sandboxId }) =>
          sandboxId === 'held' ? refusal(status.FAILED_PRECONDITION, 'SANDBOX_HELD', 'held by bob')() : released,
      },
    });
    const result = await run(['release', 'held', id, '--mode', 'park', '--wait']);
    expect(result).toEqual({
      exitCode: 4,
      stdout: `${id}  releasing\n`,
      stderr: 'sandkeep: held by bob\nhint: Do this.\n',
    });
    expect(server.calls[1]?.request).toMatchObject({ mode: 'RELEASE_MODE_PARK', wait: true, force: false });
  });

  test('says who keeps it', async () => {
    const { run } = await serveCli({ unary: { ReleaseSandbox: () => ({ sandbox, remainingHolders: ['bob'] }) } });
    expect((await run(['release', id, '--holder', 'ann'])).stdout).toBe(`${id}  running  kept by bob\n`);
  });

  test('an unknown sandbox is a success', async () => {
    const { run } = await serveCli({ unary: { ReleaseSandbox: () => ({}) } });
    expect(await run(['release', 'gone'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('--all without a filter says so, and with a filter does not', async () => {
    const { run, server } = await serveCli({ unary: { ReleaseAllSandboxes: () => ({ matched: 2, released: 2 }) } });
    expect((await run(['release', '--all'])).stdout).toBe('2 of 2 released\n');
    await run(['release', '--all', '--user', 'ann', '--dry-run']);
    expect(server.calls.map(({ request }) => request['all'])).toEqual([true, false]);
    expect(server.calls[1]?.request).toMatchObject({ dryRun: true, filter: { user: 'ann' } });
  });

  test.each([
    [['release']],
    [['release', 'a', '--all']],
    [['release', '--user', 'ann']],
    [['release', 'a', '--dry-run']],
    [['release', '--all', '--holder', 'ann']],
  ])('%j is refused before anything is sent', async (argv) => {
    const { run, server } = await serveCli({});
    expect(await run(argv)).toMatchObject({ exitCode: 2, stdout: '' });
    expect(server.calls).toEqual([]);
  });
});
