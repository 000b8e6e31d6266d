// The main job: the sandbox of a conversation, its files and its URL, through stops, starts and a killed daemon.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, sandboxStatus, startEngineScene } from '../support/engine-scene.ts';

const hostUserId = 1001;

await describeWithEngine('the main job', ({ host }) => {
  test('the URL in the reply answers, also after Stop and Start and after a kill -9 of the daemon', async () => {
    const scene = await startEngineScene({ host });
    const first = await scene.acquire();
    const sandboxId = first.sandbox.id;
    expect(first.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
    expect(await sandboxStatus(first.url)).toBe(200);

    await scene.client.stopSandbox({ sandboxId });
    const started = await scene.client.startSandbox({ sandboxId });
    expect(await sandboxStatus(started.endpoint?.url ?? '')).toBe(200);
    expect(started.endpoint?.url).toBe(`http://${await publishedAddress(scene, first.sandbox.containerName)}`);

    await scene.daemon.restart();
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_REUSED', sandbox: { id: sandboxId, generation: '1' } });
    expect(await sandboxStatus(again.url)).toBe(200);
  });

  test('a session stopped by one caller is started by the acquire of the next, with its URL read again', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.client.stopSandbox({ sandboxId: sandbox.id });
    const again = await scene.acquire();
    expect(again).toMatchObject({ outcome: 'ACQUIRE_OUTCOME_STARTED', sandbox: { id: sandbox.id, generation: '1' } });
    expect(await sandboxStatus(again.url)).toBe(200);
  });

  test('a command, a file written and read by the command line, and the same file on the host', async () => {
    const scene = await startEngineScene({ host });
    const acquired = await scene.cli(['acquire', 's1', '--json']);
    expect(acquired).toMatchObject({ exitCode: 0, stderr: '' });
    const { sandbox } = JSON.parse(acquired.stdout) as { sandbox: { id: string; workspace_path: string } };

    const written = await scene.cli(['files', 'write', sandbox.id, '/workspace/note.txt'], 'from the client\n');
    expect(written.exitCode).toBe(0);
    expect(readFileSync(path.join(sandbox.workspace_path, 'note.txt'), 'utf8')).toBe('from the client\n');
    expect((await scene.cli(['exec', sandbox.id, '--', 'cat', '/workspace/note.txt'])).stdout).toBe(
      'from the client\n',
    );

    const ended = await scene.cli(['exec', sandbox.id, '--shell', 'echo out; echo err >&2; exit 7']);
    expect(ended).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });

    writeFileSync(path.join(sandbox.workspace_path, 'from-host.txt'), 'from the host\n');
    const read = await scene.cli(['files', 'read', sandbox.id, '/workspace/from-host.txt']);
    expect(read).toMatchObject({ exitCode: 0, stdout: 'from the host\n' });
    // Outside of the mounts the file is in the container only.
    expect((await scene.cli(['files', 'write', sandbox.id, '/tmp/x'], 'in memory')).exitCode).toBe(0);
    expect((await scene.cli(['files', 'read', sandbox.id, '/tmp/x'])).stdout).toBe('in memory');
  });

  test('a file is there after the daemon was killed, and after the sandbox was destroyed and acquired again (R13)', async () => {
    const scene = await startEngineScene({ host });
    const { sandbox } = await scene.acquire();
    await scene.run(sandbox.id, ['sh', '-c', 'echo kept > /workspace/kept.txt']);

    await scene.daemon.restart();
    expect((await scene.acquire()).sandbox.id).toBe(sandbox.id);
    expect(await scene.run(sandbox.id, ['cat', '/workspace/kept.txt'])).toBe('kept\n');

    const released = await scene.client.releaseSandbox({
      sandboxId: sandbox.id,
      mode: 'RELEASE_MODE_DESTROY',
      wait: true,
    });
    expect(released.sandbox?.state).toBe('SANDBOX_STATE_RELEASED');
    expect(await scene.containers()).toEqual([]);

    const again = await scene.acquire();
    expect(again.outcome).toBe('ACQUIRE_OUTCOME_CREATED');
    expect(await scene.run(again.sandbox.id, ['cat', '/workspace/kept.txt'])).toBe('kept\n');
  });

  // What a platform engineer sets: the workspace belongs to the service user of the image, 1000, and to a group of the
  // host, 1001. The set-group-id bit gives new files that group, and "0" for others keeps the rest of the host out.
  // data_dir is outside of state_dir, which nobody but the daemon may enter.
  test('a user of the host and uid 1000 beside a root PID 1 write in one workspace', async () => {
    const shared = {
      security: { class: 'compat' },
      workspace_owner: `1000:${hostUserId}`,
      workspace_mode: '2770',
    };
    const scene = await startEngineScene({ host, templates: { shared } });
    const { sandbox } = await scene.acquire('s1', { template: 'shared' });
    const asService = { user: '1000:1000' };
    expect((await scene.run(sandbox.id, ['stat', '-c', '%u', '/proc/1'])).trim()).toBe('0');

    await scene.run(sandbox.id, ['sh', '-c', 'umask 002; echo sandbox > /workspace/a.txt'], asService);
    asHostUser(sandbox.workspacePath, 'echo host >> a.txt; umask 002; echo host > b.txt');
    await scene.run(sandbox.id, ['sh', '-c', 'cat /workspace/b.txt; mv /workspace/b.txt /workspace/c.txt'], asService);

    expect(asHostUser(sandbox.workspacePath, 'cat a.txt c.txt')).toBe('sandbox\nhost\nhost\n');
    expect(asHostUser(sandbox.workspacePath, 'stat -c %u:%g a.txt c.txt')).toBe('1000:1001\n1001:1001\n');
    expect(() => asStranger(sandbox.workspacePath)).toThrow(/Permission denied/);
  });
});

async function publishedAddress(scene: EngineScene, container: string): Promise<string> {
  const [binding] = (await scene.inspect(container)).NetworkSettings.Ports['8080/tcp'] ?? [];
  return `${binding?.HostIp}:${binding?.HostPort}`;
}

function asHostUser(directory: string, script: string): string {
  return asUser(hostUserId, `cd ${directory} && { ${script}; }`);
}

function asStranger(directory: string): string {
  return asUser(1002, `ls ${directory}`);
}

function asUser(userId: number, script: string): string {
  const identity = [`--reuid=${userId}`, `--regid=${userId}`, '--clear-groups'];
  return execFileSync('setpriv', [...identity, 'sh', '-c', script], { encoding: 'utf8', stdio: 'pipe' });
}
