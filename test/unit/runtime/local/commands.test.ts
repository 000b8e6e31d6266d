import { readdir, readFile, readlink, realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { bubblewrapMissing, describeWithProgram } from '../../../support/programs.ts';
import { call } from '../../../support/spec.ts';
import { waitUntil } from '../../../support/wait.ts';
import { expectReason, failureOf, makeTree } from '../rooted/helpers.ts';
import { execute, makeBench, noBubblewrap, shell, text } from './helpers.ts';

const waitMs = 10_000;
const variants = [{ where: 'on the host', bubblewrapPath: noBubblewrap as string | null, isIsolated: false }];
const missing = bubblewrapMissing();
if (missing === null) variants.push({ where: 'in bubblewrap', bubblewrapPath: null, isIsolated: true });
else describeWithProgram('commands in bubblewrap', missing, () => {});

describe.each(variants)('commands $where', ({ bubblewrapPath, isIsolated }) => {
  it('that run at once have their own output (B3-54)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    const numbers = Array.from({ length: 8 }, (_unused, index) => String(index));
    const results = await Promise.all(numbers.map((number) => execute(runtime, target, ['echo', number])));
    expect(results.map((result) => text(result.stdout))).toEqual(numbers.map((number) => `${number}\n`));
  });

  it('may exit, replace or kill themselves, and the next one works (B3-55, B3-63)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    expect(await shell(runtime, target, 'echo three; exit 3')).toMatchObject({ exitCode: 3 });
    expect(await shell(runtime, target, 'exec false')).toMatchObject({ exitCode: 1 });
    expect(await shell(runtime, target, 'kill -TERM $$')).toMatchObject({ exitCode: 143, timedOut: false });
    expect(await shell(runtime, target, 'kill -9 $$')).toMatchObject({ exitCode: 137 });
    expect(text((await shell(runtime, target, 'echo next')).stdout)).toBe('next\n');
  });

  it('are ended whole at the time-out, partial output kept, no exit code invented (B3-56)', async () => {
    const { run, runtime, root } = await makeBench({ bubblewrapPath });
    const target = await run();
    // The second child leaves the process group; it too is gone (D3-40).
    const script = 'echo partial; (sleep 300; touch a) & setsid sh -c "sleep 300; touch b" & touch started; wait';
    const result = await shell(runtime, target, script, { timeoutMs: 1_500 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null });
    expect(text(result.stdout)).toBe('partial\n');
    // A process that was killed is there for a moment still; one that was not sleeps on.
    await waitUntil(async () => (await processesIn(path.join(root, 'work'))) === 0, {
      timeoutMs: waitMs,
      what: 'the whole tree is gone',
    });
  });

  it('return at once although a background server keeps their output open (B3-57)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    const result = await shell(runtime, target, 'sleep 250 & echo up', { timeoutMs: 60_000 });
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    expect(text(result.stdout)).toBe('up\n');
  });

  it('read their input to its end, or its end at once, and may open their streams again (B3-58)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    const stdin = Buffer.alloc(300_000, 'x');
    expect(text((await execute(runtime, target, ['wc', '-c'], { stdin })).stdout).trim()).toBe('300000');
    expect(text((await execute(runtime, target, ['wc', '-c'])).stdout).trim()).toBe('0');
    expect(text((await execute(runtime, target, ['cat', '/dev/stdin'], { stdin: Buffer.from('in') })).stdout)).toBe(
      'in',
    );
    const both = await shell(runtime, target, 'echo out > /dev/stdout; echo err > /dev/stderr');
    expect([text(both.stdout), text(both.stderr)]).toEqual(['out\n', 'err\n']);
  });

  it('get variables for that command only, never in the process list (B3-59, R10)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath, hostEnvironment: { ...process.env, DAEMON_KEY: 'no' } });
    const target = await run({ environment: { FROM_SANDBOX: 'sandbox' } });
    const environment = { ONLY_HERE: 'once-9f3a' };
    const held = execute(runtime, target, ['sh', '-c', 'touch ready; while [ ! -e go ]; do sleep 0.05; done; env'], {
      environment,
    });
    await waitUntil(async () => (await shell(runtime, target, 'test -e ready')).exitCode === 0, {
      timeoutMs: waitMs,
      what: 'the command runs',
    });
    const list = await processList();
    await shell(runtime, target, 'touch go');
    const seen = text((await held).stdout);
    expect(list).not.toContain('once-9f3a');
    expect(seen).toContain('ONLY_HERE=once-9f3a\n');
    expect(seen).toContain('FROM_SANDBOX=sandbox\n');
    expect(seen).not.toContain('DAEMON_KEY');
    expect(text((await execute(runtime, target, ['env'])).stdout)).not.toContain('ONLY_HERE');
  });

  it('are refused with a variable that has no proper name (B3-60)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    for (const name of ['A=B', '1A', 'A B', '', 'A\0']) {
      const failure = await failureOf(execute(runtime, target, ['true'], { environment: { [name]: 'secret' } }));
      expect(failure.reason).toBe('INVALID_FIELD');
      expect(failure.message).not.toContain('secret');
    }
    await expectReason(execute(runtime, target, ['true'], { environment: { A: 'a\0b' } }), 'INVALID_FIELD');
    await expectReason(execute(runtime, target, []), 'INVALID_FIELD');
    await expectReason(execute(runtime, target, ['echo', 'a\0b']), 'INVALID_FIELD');
    await expectReason(execute(runtime, target, ['true'], { user: 'root' }), 'NOT_SUPPORTED');
  });

  it('may print 100 MB: it is bounded and counted (B3-61, R9)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const target = await run();
    const result = await shell(runtime, target, 'head -c 100000000 /dev/zero | tr "\\0" x; exit 7', {
      maxOutputBytes: 50_000,
    });
    expect(result).toMatchObject({ exitCode: 7, stdoutTruncatedBytes: 99_950_000 });
    expect(result.stdout).toHaveLength(50_000);
  });

  it('may print what is no UTF-8 (B3-62)', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const result = await shell(runtime, await run(), "printf '\\377\\376\\000ok'");
    expect([...result.stdout]).toEqual([0xff, 0xfe, 0, 0x6f, 0x6b]);
  });

  it('that are not there, or are no programs, are not found, and no host path is told (B3-74)', async () => {
    const { run, runtime, root } = await makeBench({ bubblewrapPath });
    const target = await run();
    await writeFile(path.join(root, 'work', 'data.bin'), Buffer.from([1, 2, 3]), { mode: 0o644 });
    for (const command of ['sandkeep-nothing', '/mnt/user-data/none', '/mnt/user-data/data.bin']) {
      const failure = await failureOf(execute(runtime, target, [command]));
      expect(failure.reason).toBe('COMMAND_NOT_FOUND');
      expect(failure.message).toContain(command);
      expect(JSON.stringify([failure.message, failure.details])).not.toContain(root);
    }
  });

  it('start where they are told, through links inside the mount, and nowhere else', async () => {
    const { run, runtime, root } = await makeBench({ bubblewrapPath });
    const target = await run();
    await makeTree(root, { 'work/deep/here.txt': 'deep', 'work/file': '', 'outside/': '' });
    await symlink('deep', path.join(root, 'work/link'));
    await symlink(path.join(root, 'outside'), path.join(root, 'work/out'));
    const inDirectory = async (workdir: string): Promise<string> =>
      text((await execute(runtime, target, ['cat', 'here.txt'], { workdir })).stdout);
    expect(await inDirectory('/mnt/user-data/deep')).toBe('deep');
    expect(await inDirectory('/mnt/user-data/link')).toBe('deep');
    await expectReason(inDirectory('/mnt/user-data/none'), 'FILE_NOT_FOUND');
    await expectReason(inDirectory('/mnt/user-data/file'), 'NOT_A_DIRECTORY');
    await expectReason(inDirectory('/mnt/user-data/out'), 'PATH_ESCAPES');
    await expectReason(inDirectory('/srv/elsewhere'), 'INVALID_PATH');
    await expectReason(inDirectory('relative'), 'INVALID_PATH');
  });

  it('end with their sandbox: a stop kills what runs, also in the background and from an earlier daemon', async () => {
    const { run, runtime, root, restart } = await makeBench({ bubblewrapPath });
    const target = await run();
    const work = path.join(root, 'work');
    await shell(runtime, target, 'setsid sleep 240 > /dev/null 2>&1 &');
    const foreground = shell(runtime, target, 'touch running; sleep 240');
    await waitUntil(async () => (await runtime.files.list(target, '/mnt/user-data', 9, call())).length > 0, {
      timeoutMs: waitMs,
      what: 'the command runs',
    });
    await restart().stop(target.ref, 0, call());
    expect((await foreground).exitCode).toBe(137);
    await waitUntil(async () => (await processesIn(work)) === 0, { timeoutMs: waitMs, what: 'all are gone' });
    expect(await runtime.inspect(target.ref, call())).toMatchObject({ instance: { phase: 'exited' } });
  });

  it('see virtual paths only', async () => {
    const { run, runtime, root } = await makeBench({ bubblewrapPath });
    const target = await run();
    const result = await shell(runtime, target, 'pwd; pwd -P; echo "$HOME"; cat nothing; ls -d "$PWD"/.');
    const said = text(result.stdout) + text(result.stderr);
    expect(said).not.toContain(root);
    expect(text(result.stdout)).toBe('/mnt/user-data\n/mnt/user-data\n/mnt/user-data\n/mnt/user-data/.\n');
  });

  it.runIf(isIsolated)(
    'see the mounts where the sandbox says, read-only ones read-only, and nothing of the host',
    async () => {
      const { run, runtime, root } = await makeBench({ bubblewrapPath });
      await makeTree(root, { 'skills/s.md': 'skill', 'secret.txt': 'secret' });
      const target = await run({
        mounts: [
          { source: path.join(root, 'skills'), target: '/mnt/user-data/skills', readOnly: true },
          { source: path.join(root, 'work'), target: '/mnt/user-data', readOnly: false },
        ],
      });
      const shown = await shell(runtime, target, 'cat /mnt/user-data/skills/s.md; echo x > /mnt/user-data/made');
      expect(text(shown.stdout)).toBe('skill');
      expect((await shell(runtime, target, 'echo x > /mnt/user-data/skills/s.md')).exitCode).not.toBe(0);
      expect((await shell(runtime, target, 'echo x > /usr/x || echo x > /etc/x || echo x > /x')).exitCode).not.toBe(0);
      expect((await execute(runtime, target, ['cat', path.join(root, 'secret.txt')])).exitCode).not.toBe(0);
      expect((await execute(runtime, target, ['ls', '/root', '/home', '/var', '/etc/shadow'])).exitCode).not.toBe(0);
      expect(
        text((await shell(runtime, target, 'ps -e 2>/dev/null | wc -l; ls /proc | grep -c "^[0-9]"')).stdout),
      ).toMatch(/^\d+\n[1-9]\n$/);
    },
  );

  it.runIf(isIsolated)('cannot make bubblewrap itself load a library (R10)', async () => {
    const { run, runtime, root } = await makeBench({ bubblewrapPath });
    const environment = { LD_PRELOAD: path.join(root, 'work/evil.so') };
    const result = await shell(runtime, await run(), 'cat /proc/1/environ', { environment });
    expect(text(result.stdout)).not.toContain('LD_PRELOAD');
  });

  it.runIf(isIsolated)('have no network when the sandbox has none', async () => {
    const { run, runtime } = await makeBench({ bubblewrapPath });
    const devices = async (network: string): Promise<number> => {
      const result = await shell(runtime, await run({ network }), 'grep -c : /proc/net/dev');
      return Number(text(result.stdout));
    };
    expect(await devices('none')).toBe(1);
    expect(await devices('bridge')).toBeGreaterThanOrEqual(1);
  });

  it.skipIf(isIsolated)(
    'get whole arguments mapped, and are refused where shell text names a virtual path',
    async () => {
      const { run, runtime, root } = await makeBench({ bubblewrapPath });
      await makeTree(root, { 'work/a.txt': 'content' });
      const target = await run();
      expect(text((await execute(runtime, target, ['cat', '/mnt/user-data/a.txt'])).stdout)).toBe('content');
      const refused = await failureOf(shell(runtime, target, 'cat /mnt/user-data/a.txt'));
      expect(refused.reason).toBe('EXEC_PATH_NOT_MAPPED');
      expect(refused.hint).toContain('bubblewrap');
    },
  );

  it.skipIf(isIsolated)(
    'never show a host path: not in two writes, not cut by the bound, not through a link (D3-34)',
    async () => {
      const { run, runtime, root } = await makeBench({ bubblewrapPath });
      const target = await run();
      const half = Math.floor(root.length / 2);
      const script = `printf '%s' "$A"; sleep 0.2; printf '%s/work/x\\n' "$B"`;
      const environment = { A: root.slice(0, half), B: root.slice(half) };
      expect(text((await shell(runtime, target, script, { environment })).stdout)).toBe('/mnt/user-data/x\n');

      const maxOutputBytes = 2 + half;
      const cut = await shell(runtime, target, 'printf "> %s\\n" "$PWD"', { maxOutputBytes });
      const shown = '> /mnt/user-data\n';
      expect(text(cut.stdout)).toBe(shown.slice(0, maxOutputBytes));
      expect(cut.stdoutTruncatedBytes).toBe(shown.length - cut.stdout.length);

      await symlink(path.join(root, 'work'), path.join(root, 'alias'));
      const mounts = [{ source: path.join(root, 'alias'), target: '/mnt/user-data', readOnly: false }];
      const aliased = await run({ mounts });
      expect(text((await shell(runtime, aliased, 'pwd -P; pwd')).stdout)).not.toContain(await realpath(root));
    },
  );
});

/** How many processes have this directory, as the host names it, as their working directory. */
async function processesIn(directory: string): Promise<number> {
  let count = 0;
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const place = await readlink(`/proc/${entry}/cwd`).catch(() => '');
    if (place === directory || place === '/mnt/user-data') count += 1;
  }
  return count;
}

async function processList(): Promise<string> {
  const lines: string[] = [];
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry)) lines.push(await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => ''));
  }
  return lines.join('\n');
}
