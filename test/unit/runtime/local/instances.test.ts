import { readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { InstanceTarget } from '../../../../src/ports/runtime.ts';
import { call, makeId, makeSpec } from '../../../support/spec.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { bytesOf, collect, expectReason, makeTree, plainWrite } from '../rooted/helpers.ts';
import { makeBench, noBubblewrap } from './helpers.ts';

const all = { offset: 0, limit: null };

describe('records of local instances', () => {
  it('hold no environment value and are for the daemon alone (R10)', async () => {
    const { stateDir, run } = await makeBench();
    await run({ environment: { API_KEY: 'hunter2' } });
    const [file = ''] = await readdir(stateDir);
    const record = path.join(stateDir, file);
    expect(await readFile(record, 'utf8')).not.toContain('hunter2');
    expect((await stat(record)).mode & 0o777).toBe(0o600);
    expect(await readdir(stateDir)).toHaveLength(1);
  });

  it('that are damaged are reported and left out, and never stop the others (R11)', async () => {
    const { stateDir, run, runtime, logger, instanceId } = await makeBench();
    const whole = await run();
    const damaged = [await run(), await run(), await run()];
    const places = damaged.map(({ ref }) => path.join(stateDir, `${ref.name}.json`));
    await truncate(places[0] ?? '', 20);
    await writeFile(places[1] ?? '', '{"format":1,"name":"other"}');
    await truncate(places[2] ?? '', 0);

    expect((await runtime.list(call())).map(({ ref }) => ref.name)).toEqual([whole.ref.name]);
    expect(logger.warnings.map(({ details }) => String(details['name'])).sort()).toEqual(
      damaged.map(({ ref }) => ref.name).sort(),
    );
    for (const { ref } of damaged) {
      // Unknown is not dead (R4), and the name is not free.
      await expectReason(runtime.inspect(ref, call()), 'INTERNAL');
      await expectReason(runtime.create(makeSpec({ instanceId, ...ref }), call()), 'NAME_TAKEN');
      await runtime.remove(ref, call());
      expect(await runtime.inspect(ref, call())).toEqual({ kind: 'absent' });
    }
  });

  it('say nothing when their directory is gone: unknown is not absent (R4)', async () => {
    const { stateDir, run, runtime } = await makeBench();
    const { ref } = await run();
    await rename(stateDir, `${stateDir}-away`);
    await expectReason(runtime.inspect(ref, call()), 'RUNTIME_UNAVAILABLE');
    await expectReason(runtime.list(call()), 'RUNTIME_UNAVAILABLE');
    await rename(`${stateDir}-away`, stateDir);
    expect((await runtime.inspect(ref, call())).kind).toBe('present');
  });

  it('left half written by a crash are cleared at connect once they are old', async () => {
    const { stateDir, runtime } = await makeBench();
    const old = path.join(stateDir, 'x.0123.tmp');
    const fresh = path.join(stateDir, 'y.0123.tmp');
    await writeFile(old, '{');
    await utimes(old, 1, 1);
    await writeFile(fresh, '{');
    await runtime.connect(call());
    expect(await readdir(stateDir)).toEqual(['y.0123.tmp']);
    expect(await runtime.list(call())).toEqual([]);
  });

  it('are refused under a name that is no file name', async () => {
    const { runtime, instanceId } = await makeBench();
    for (const name of ['../escape', 'a/b', '', '.hidden']) {
      await expectReason(runtime.create(makeSpec({ instanceId, name }), call()), 'INVALID_FIELD');
    }
    await expectReason(runtime.create(makeSpec({ instanceId: makeId() }), call()), 'CREATE_REFUSED');
  });
});

describe('a local instance', () => {
  it('works although it is not held in memory any more, and after a restart (B3-72, D3-38)', async () => {
    const { root, run, runtime, restart } = await makeBench({ maxHeldInstances: 2 });
    const targets: InstanceTarget[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await makeTree(root, { [`${name}/name.txt`]: name });
      targets.push(await run({ mounts: [{ source: path.join(root, name), target: '/mnt/data', readOnly: false }] }));
    }
    const read = async (from: typeof runtime): Promise<string[]> => {
      const texts: string[] = [];
      for (const target of targets) {
        texts.push((await collect(from.files.read(target, '/mnt/data/name.txt', all, call()))).toString());
      }
      return texts;
    };
    expect(await read(runtime)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await read(runtime)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await read(restart())).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('whose mount lost its directory has exited, and says which (R4)', async () => {
    const { root, run, runtime } = await makeBench();
    const { ref } = await run();
    await rename(path.join(root, 'work'), path.join(root, 'moved'));
    const gone = await runtime.inspect(ref, call());
    expect(gone).toMatchObject({ instance: { phase: 'exited', exit: { exitCode: null } } });
    expect(gone.kind === 'present' && gone.instance.exit?.message).toContain('/mnt/user-data');
    expect(JSON.stringify(gone)).not.toContain(root);
    await expectReason(runtime.start(ref, call()), 'MOUNT_SOURCE_MISSING');
    await rename(path.join(root, 'moved'), path.join(root, 'work'));
    expect(await runtime.inspect(ref, call())).toMatchObject({ instance: { phase: 'running', exit: null } });
  });

  it('is not created on a mount that is not there', async () => {
    const { root, runtime, instanceId } = await makeBench();
    const mounts = [{ source: path.join(root, 'none'), target: '/mnt/data', readOnly: false }];
    const spec = makeSpec({ instanceId, mounts });
    await expectReason(runtime.create(spec, call()), 'MOUNT_SOURCE_MISSING');
    expect(await runtime.inspect(spec.ref, call())).toEqual({ kind: 'absent' });
  });

  it('that never was has no files', async () => {
    const { run, runtime } = await makeBench();
    const target = await run();
    await runtime.remove(target.ref, call());
    await expectReason(runtime.files.stat(target, '/mnt/user-data', { lastLink: 'keep' }, call()), 'SANDBOX_LOST');
    await expectReason(
      runtime.files.write(target, '/mnt/user-data/a', bytesOf('x'), plainWrite, call()),
      'SANDBOX_LOST',
    );
    await expectReason(collect(runtime.files.read(target, '/mnt/user-data/a', all, call())), 'SANDBOX_LOST');
  });

  it('keeps start and stop in the order they were asked', async () => {
    const { run, runtime } = await makeBench();
    const { ref } = await run();
    await Promise.all([runtime.stop(ref, 0, call()), runtime.start(ref, call()), runtime.stop(ref, 0, call())]);
    expect(await runtime.inspect(ref, call())).toMatchObject({ instance: { phase: 'exited' } });
  });
});

describe('what the local runtime says of itself', () => {
  it('is that commands are off, unless they are allowed (R12)', async () => {
    const { runtime, run } = await makeBench({ allowHostExec: false });
    const info = await runtime.connect(call());
    expect(info.capabilities).toMatchObject({ exec: false, hostExec: false, pause: false, images: false });
    expect(info.degraded[0]?.remedy).toContain('allow_host_exec');
    const request = { argv: ['true'], environment: {}, workdir: null, user: null, stdin: null };
    const running = runtime.exec(await run(), { ...request, maxOutputBytes: 1, timeoutMs: 1 }, call());
    await expectReason(running, 'HOST_EXEC_DISABLED');
  });

  it('is that commands are not isolated where bubblewrap does not work, and why', async () => {
    const { runtime } = await makeBench({ bubblewrapPath: noBubblewrap });
    const info = await runtime.connect(call());
    expect(info.capabilities).toMatchObject({ exec: true, hostExec: true });
    expect(info.degraded[0]?.mode).toContain('commands run on the host without isolation');
  });

  it('is the reason of a bubblewrap that is there but fails its probe', async () => {
    const directory = await temporaryDirectory('bwrap');
    const broken = path.join(directory, 'bwrap');
    await writeFile(broken, '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n', {
      mode: 0o755,
    });
    const { runtime } = await makeBench({ bubblewrapPath: broken });
    const info = await runtime.connect(call());
    expect(info.capabilities.hostExec).toBe(true);
    expect(info.degraded[0]?.mode).toContain('No permissions to create new namespace');
  });

  it('is that its directory cannot be used', async () => {
    const { stateDir, runtime } = await makeBench();
    await rm(stateDir, { recursive: true });
    await writeFile(stateDir, '');
    await expectReason(runtime.connect(call()), 'RUNTIME_UNAVAILABLE');
    await rm(stateDir);
    await runtime.connect(call());
  });
});
