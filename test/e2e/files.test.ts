// Files of containers through the daemon: archives that attack, moves between file systems, and slow readers.

import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { durationFromMs } from '../../src/client/convert.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { type EngineScene, sharedEngineScene } from '../support/engine-scene.ts';
import { readText, writeText } from '../support/files.ts';
import { refusalOf } from '../support/scene.ts';
import { manyEntries, tarAttacks, tarOf } from '../support/tars.ts';

const limits = { copy_max_entries: 50, file_transfer_max_bytes: '64m' };
const soon = { idleTimeout: durationFromMs(1) };
/** All that is in the container but what the kernel shows, and but the directory of the test. */
const everythingBut = (directory: string): string =>
  `find / -path ${directory} -prune -o -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o ` +
  `! -path / ! -path /srv ! -path /workspace -exec stat -c '%n %f %s %Y' {} + | sort`;

await describeWithEngine('files', ({ host }) => {
  const shared = sharedEngineScene({
    host,
    config: { limits },
    templates: { base: { security: { class: 'compat' } } },
  });
  let scene: EngineScene;
  let sandboxId = '';
  let workspace = '';
  let count = 0;

  beforeAll(async () => {
    scene = shared();
    const { sandbox } = await scene.acquire('files');
    sandboxId = sandbox.id;
    workspace = sandbox.workspacePath;
    await scene.run(sandboxId, ['mkdir', '-p', '/srv']);
  });

  const makeDirectory = async (base: string): Promise<string> => {
    count += 1;
    const directory = `${base}/t${count}`;
    await scene.client.makeDirectory({ sandboxId, path: directory });
    return directory;
  };
  const namesIn = async (directory: string): Promise<readonly string[]> => {
    const { entries } = await scene.client.listFiles({ sandboxId, path: directory, depth: 9 });
    return entries.map((entry) => entry.path.slice(directory.length + 1));
  };

  describe.each([
    { where: 'in a mount', base: '/workspace' },
    { where: 'in the root', base: '/srv' },
  ])('an archive $where', ({ base }) => {
    test.each(tarAttacks)('$name is refused, and touches nothing outside', async ({ tar, reason }) => {
      const directory = await makeDirectory(base);
      const outside = async (): Promise<string> => await scene.run(sandboxId, ['sh', '-c', everythingBut(directory)]);
      const before = await outside();
      const hostBefore = readdirSync(path.dirname(workspace));
      const refusal = await refusalOf(scene.client.copyIn({ sandboxId, path: directory }, tar()));
      expect(refusal).toMatchObject({ reason });
      expect(await outside()).toBe(before);
      expect(readdirSync(path.dirname(workspace))).toEqual(hostBefore);
    });

    test('of a million entries ends at the bound, and the sandbox still answers', async () => {
      const directory = await makeDirectory(base);
      const { tar, packed } = manyEntries(1_000_000);
      const refusal = await refusalOf(scene.client.copyIn({ sandboxId, path: directory }, tar));
      expect(refusal).toMatchObject({ reason: 'FILE_TOO_LARGE' });
      expect(packed()).toBeLessThan(100_000);
      expect(await scene.run(sandboxId, ['echo', 'here'])).toBe('here\n');
    });

    test('that is refused late leaves what came before in a mount, and nothing in the root', async () => {
      const directory = await makeDirectory(base);
      const tar = tarOf([{ name: 'good' }, 'good'], [{ name: '../bad' }, 'bad'], [{ name: 'after' }, 'after']);
      const refusal = await refusalOf(scene.client.copyIn({ sandboxId, path: directory }, tar));
      expect(refusal).toMatchObject({ reason: 'ARCHIVE_REFUSED' });
      expect(await namesIn(directory)).toEqual(base === '/srv' ? [] : ['good']);
    });

    test('has its set-id bits nowhere, and is owned as its directory', async () => {
      const directory = await makeDirectory(base);
      await scene.run(sandboxId, ['chown', '1000:1000', directory]);
      const tar = tarOf([{ name: 'd/', type: 'directory', mode: 0o1777 }], [{ name: 'd/run', mode: 0o755 }, 'true']);
      await scene.client.copyIn({ sandboxId, path: directory }, tar);
      const shown = await scene.run(sandboxId, ['stat', '-c', '%a', `${directory}/d`, `${directory}/d/run`]);
      expect(shown).toBe('777\n755\n');
    });
  });

  test('an archive does not get out of a mount through a link that is there', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'sk-outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true }));
    const directory = await makeDirectory('/workspace');
    symlinkSync(outside, path.join(workspace, path.basename(directory), 'link'));
    for (const name of ['link/x', 'link/deep/x']) {
      const refusal = await refusalOf(
        scene.client.copyIn({ sandboxId, path: directory, overwrite: true }, tarOf([{ name }, 'x'])),
      );
      expect(['PATH_ESCAPES', 'FILE_NOT_FOUND', 'FILE_EXISTS', 'NOT_A_DIRECTORY']).toContain(refusal.reason);
    }
    expect(readdirSync(outside)).toEqual([]);
  });

  describe.each([
    { from: '/srv', to: '/workspace' },
    { from: '/workspace', to: '/srv' },
  ])('a move from $from to $to', ({ from, to }) => {
    test('is a copy and then a removal, of files, modes and links', async () => {
      const [source, target] = [await makeDirectory(from), await makeDirectory(to)];
      await scene.client.makeDirectory({ sandboxId, path: `${source}/tree/deep`, createParents: true });
      await writeText(scene.client, sandboxId, `${source}/tree/deep/a.txt`, 'a');
      await writeText(scene.client, sandboxId, `${source}/tree/run.sh`, 'true');
      await scene.client.chmodFile({ sandboxId, path: `${source}/tree/run.sh`, mode: 0o750 });
      await scene.run(sandboxId, ['ln', '-s', '../run.sh', `${source}/tree/deep/link`]);
      const { entry } = await scene.client.moveFile({
        sandboxId,
        fromPath: `${source}/tree`,
        toPath: `${target}/moved`,
      });
      expect(entry).toMatchObject({ path: `${target}/moved`, kind: 'FILE_KIND_DIRECTORY' });
      expect(await namesIn(target)).toEqual([
        'moved',
        'moved/deep',
        'moved/deep/a.txt',
        'moved/deep/link',
        'moved/run.sh',
      ]);
      expect(await readText(scene.client, sandboxId, `${target}/moved/deep/a.txt`)).toBe('a');
      expect(await readText(scene.client, sandboxId, `${target}/moved/deep/link`)).toBe('true');
      expect((await scene.client.statFile({ sandboxId, path: `${target}/moved/run.sh` })).entry?.mode).toBe(0o750);
      expect(await namesIn(source)).toEqual([]);
    });

    test('that cannot be loses nothing', async () => {
      const [source, target] = [await makeDirectory(from), await makeDirectory(to)];
      await writeText(scene.client, sandboxId, `${source}/file`, 'one');
      await writeText(scene.client, sandboxId, `${target}/there`, 'there');
      const move = async (fromName: string, toName: string): Promise<string> => {
        const request = { sandboxId, fromPath: `${source}/${fromName}`, toPath: `${target}/${toName}` };
        return (await refusalOf(scene.client.moveFile(request))).reason;
      };
      expect(await move('file', 'there')).toBe('FILE_EXISTS');
      expect(await move('file', 'none/file')).toBe('FILE_NOT_FOUND');
      expect(await move('none', 'new')).toBe('FILE_NOT_FOUND');
      await scene.run(sandboxId, ['mkdir', `${source}/special`]);
      await scene.run(sandboxId, ['mkfifo', `${source}/special/pipe`]);
      expect(await move('special', 'special')).toBe('NOT_SUPPORTED');
      expect(await namesIn(source)).toEqual(['file', 'special', 'special/pipe']);
      expect(await readText(scene.client, sandboxId, `${source}/file`)).toBe('one');
      expect(await readText(scene.client, sandboxId, `${target}/there`)).toBe('there');
    });
  });

  describe.each([
    { where: 'in a mount', base: '/workspace' },
    { where: 'in the root', base: '/srv' },
  ])('a search $where', ({ base }) => {
    const make = async (files: Readonly<Record<string, string>>): Promise<string> => {
      const directory = await makeDirectory(base);
      for (const [name, text] of Object.entries(files)) {
        const path_ = `${directory}/${name}`;
        await scene.client.makeDirectory({ sandboxId, path: path.posix.dirname(path_), createParents: true });
        await writeText(scene.client, sandboxId, path_, text);
      }
      return directory;
    };

    test('finds files by name, links by their own, and shows no path of the host (B3-64, B3-71)', async () => {
      const directory = await make({ 'src/a.ts': '', 'src/deep/b.ts': '', 'c.md': '' });
      await scene.run(sandboxId, ['ln', '-s', '/etc', `${directory}/etc.ts`]);
      const glob = async (pattern: string, limit = 0) => {
        const answer = await scene.client.globFiles({ sandboxId, path: directory, pattern, limit });
        return { names: answer.entries.map((entry) => entry.path.slice(directory.length + 1)), answer };
      };
      const { names, answer } = await glob('**/*.ts');
      expect(names).toEqual(['etc.ts', 'src/a.ts', 'src/deep/b.ts']);
      expect(JSON.stringify(answer)).not.toContain(scene.directory);
      expect((await glob('**/*.ts', 3)).answer.truncated).toBe(false);
      expect((await glob('**/*.ts', 2)).answer.truncated).toBe(true);
    });

    test('finds lines in one file and in many, no binary ones, with an exact mark when there are more (B3-70)', async () => {
      const directory = await make({ 'a.txt': 'one\nfind (x)\n', 'b/c.txt': 'find (y)\n', binary: 'find (z)\0' });
      await scene.run(sandboxId, ['ln', '-s', '/etc/passwd', `${directory}/passwd`]);
      const grep = async (path_: string, pattern: string, more = {}) => {
        const answer = await scene.client.grepFiles({ sandboxId, path: path_, pattern, ...more });
        return { lines: answer.matches.map((match) => match.line), truncated: answer.truncated };
      };
      expect(await grep(directory, 'find (')).toEqual({ lines: ['find (x)', 'find (y)'], truncated: false });
      expect(await grep(directory, 'find (', { limit: 2 })).toMatchObject({ truncated: false });
      expect(await grep(directory, 'find (', { limit: 1 })).toEqual({ lines: ['find (x)'], truncated: true });
      expect((await grep(`${directory}/a.txt`, '^f\\w+', { regex: true })).lines).toEqual(['find (x)']);
      expect((await grep(directory, 'root:')).lines).toEqual([]);
      expect((await refusalOf(grep(directory, '(', { regex: true }))).reason).toBe('INVALID_FIELD');
    });

    test('and replace keeps all of parallel changes, and counts them (B3-64, B3-69)', async () => {
      const words = ['one', 'two', 'three', 'four'];
      const directory = await make({ file: words.join('\n') });
      const counts = await Promise.all(
        words.map(async (pattern) => {
          const request = { sandboxId, path: `${directory}/file`, pattern, replacement: pattern.toUpperCase() };
          return (await scene.client.replaceInFile(request)).count;
        }),
      );
      expect(counts).toEqual([1, 1, 1, 1]);
      expect(await readText(scene.client, sandboxId, `${directory}/file`)).toBe('ONE\nTWO\nTHREE\nFOUR');
    });

    test('and errors of all calls name virtual paths only (B3-74)', async () => {
      const directory = await make({ file: 'x' });
      const calls = [
        async () => await scene.client.statFile({ sandboxId, path: `${directory}/none` }),
        async () => await scene.client.listFiles({ sandboxId, path: `${directory}/file` }),
        async () => await scene.client.globFiles({ sandboxId, path: `${directory}/none`, pattern: '*' }),
        async () => await scene.client.replaceInFile({ sandboxId, path: directory, pattern: 'a', replacement: 'b' }),
        async () => await scene.client.removeFile({ sandboxId, path: `${directory}/none` }),
        async () => await readText(scene.client, sandboxId, `${directory}/none`),
      ];
      for (const call of calls) {
        const { message, metadata } = await refusalOf(call());
        expect(message).toContain(directory);
        expect(`${message} ${JSON.stringify(metadata)}`).not.toContain(scene.directory);
      }
    });

    test('and a file above the limit is refused in both directions (B3-75, R9)', async () => {
      const directory = await makeDirectory(base);
      await scene.run(sandboxId, ['sh', '-c', 'head -c 70000000 /dev/zero > "$0/large"', directory]);
      expect((await refusalOf(readText(scene.client, sandboxId, `${directory}/large`))).reason).toBe('FILE_TOO_LARGE');
      const piece = Buffer.alloc(1024 * 1024);
      const content = (async function* () {
        for (let count = 0; count < 65; count += 1) yield piece;
      })();
      const writing = scene.client.writeFile({ sandboxId, path: `${directory}/new` }, content);
      expect((await refusalOf(writing)).reason).toBe('FILE_TOO_LARGE');
      expect(await namesIn(directory)).toEqual(['large']);
    });
  });

  test('a download that nobody reads keeps its sandbox in use, and blocks nobody (R7)', async () => {
    const { sandbox } = await scene.acquire('slow', soon);
    const id = sandbox.id;
    await scene.run(id, ['sh', '-c', 'head -c 30000000 /dev/zero > /large']);
    const reading = scene.client.readFile({ sandboxId: id, path: '/large' })[Symbol.asyncIterator]();
    expect((await reading.next()).done).toBe(false);
    for (let pass = 0; pass < 5; pass += 1) await scene.client.runSweep({ loop: 'idle' });
    expect((await scene.get(id)).state).toBe('SANDBOX_STATE_RUNNING');
    expect(await scene.run(id, ['echo', 'meanwhile'])).toBe('meanwhile\n');
    let bytes = 0;
    for (let next = await reading.next(); next.done !== true; next = await reading.next())
      bytes += next.value.data.length;
    expect(bytes).toBeGreaterThan(29_000_000);
  });
});
