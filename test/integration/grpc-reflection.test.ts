// A client that knows nothing of us but the socket: grpcurl lists, describes and calls by reflection alone.

import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { serviceNames } from '../../src/client/contract.ts';
import { builtGoPrograms } from '../engines/cache.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';

const run = promisify(execFile);
const buildTimeoutMs = 20 * 60_000;

const hasGo = canRun('go', ['version']);
if (!hasGo) process.stderr.write('skipped: grpcurl is built with go, which is not here\n');

function canRun(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasGo)('grpcurl', () => {
  let program = '';
  let daemon: TestDaemon;

  beforeAll(async () => {
    const built = await builtGoPrograms('grpcurl', [
      { package: 'github.com/fullstorydev/grpcurl/cmd/grpcurl', version: 'v1.9.4' },
    ]);
    program = path.join(built, 'grpcurl');
    daemon = await startDaemon();
  }, buildTimeoutMs);

  afterAll(async () => {
    await daemon.dispose();
  });

  const grpcurl = async (before: readonly string[], ...after: readonly string[]): Promise<string> => {
    const { stdout } = await run(program, ['-plaintext', '-unix', ...before, daemon.socketPath, ...after]);
    return stdout;
  };

  test('lists every service', async () => {
    const listed = (await grpcurl([], 'list')).trim().split('\n');
    expect(listed.sort()).toEqual(
      [...serviceNames, 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection'].sort(),
    );
  });

  test('describes services, methods and messages', async () => {
    for (const service of serviceNames)
      expect(await grpcurl([], 'describe', service)).toContain(`${service} is a service`);
    const method = await grpcurl([], 'describe', 'sandkeep.v1.SandboxService.AcquireSandbox');
    expect(method).toContain('rpc AcquireSandbox ( .sandkeep.v1.AcquireSandboxRequest )');
    expect(await grpcurl([], 'describe', 'sandkeep.v1.Sandbox')).toContain('.google.protobuf.Timestamp');
  });

  test('calls, and decodes the details of an error', async () => {
    const info = JSON.parse(await grpcurl([], 'sandkeep.v1.AdminService/GetInfo')) as { status: string };
    expect(info.status).toMatch(/^DAEMON_STATUS_/);
    const acquired = await grpcurl(
      ['-d', '{"session": {"session": "s1"}, "template": "local"}'],
      'sandkeep.v1.SandboxService/AcquireSandbox',
    );
    expect(JSON.parse(acquired)).toMatchObject({ sandbox: { state: 'SANDBOX_STATE_RUNNING' } });
    const failed = grpcurl(['-d', '{"sandbox_id": "nobody"}'], 'sandkeep.v1.SandboxService/GetSandbox');
    await expect(failed).rejects.toMatchObject({ stderr: expect.stringContaining('"reason": "SANDBOX_NOT_FOUND"') });
  });

  test('follows a stream', async () => {
    const frames = await grpcurl(
      ['-d', '{"from_start": true}', '-max-time', '1'],
      'sandkeep.v1.EventService/WatchEvents',
    ).catch((error: unknown) => String((error as { stdout?: string }).stdout));
    expect(frames).toContain('"ready"');
    expect(frames).toContain('"sandbox.created"');
  });

  test('is told when reflection is switched off', async () => {
    const closed = await startDaemon({ config: { reflection: false } });
    onTestFinished(async () => await closed.dispose());
    const listed = run(program, ['-plaintext', '-unix', closed.socketPath, 'list']);
    await expect(listed).rejects.toMatchObject({
      stderr: expect.stringContaining('does not support the reflection API'),
    });
  });
});
