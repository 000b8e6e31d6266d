// Copies in a real terminal and in pipes: what is drawn while they run, and what is left of it.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { acquire, sharedScene } from '../support/scene.ts';
import { type CommandLine, describeWithTerminal, openCommandLine } from '../support/terminal.ts';

const largeBytes = 4 * 1024 * 1024;
/** A bar, or a count of bytes where the size is not known, drawn over itself and wiped at the end. */
const wiped = String.raw`\r\x1B\[2K`;
const bar = new RegExp(String.raw`${wiped}\[#*\.*\] [\d.]+ ?\w+ of 4`);
const counter = new RegExp(String.raw`${wiped}[\d.]+ ?\w*B`);

describeWithTerminal('cp', () => {
  const shared = sharedScene();
  let id = '';

  beforeAll(async () => {
    ({ id } = await acquire(shared()));
  });

  /** A terminal whose bytes are kept in a file: a bar is gone from the screen before anybody can look. */
  async function recorded(): Promise<CommandLine & { readonly drawn: () => Promise<string> }> {
    const opened = await openCommandLine(shared().daemon.socketPath, { columns: 120 });
    const file = path.join(opened.directory, 'drawn');
    await opened.terminal.tmux('pipe-pane', '-O', `exec cat > '${file}'`);
    return { ...opened, drawn: async () => await readFile(file, 'latin1') };
  }

  test('of a file draws a bar in both directions and wipes it', async () => {
    const { terminal, directory, drawn } = await recorded();
    await writeFile(path.join(directory, 'large'), Buffer.alloc(largeBytes, 'x'));
    await terminal.enter(`clear; sandkeep cp large ${id}:/workspace/large; echo "in $?"`);
    const sent = await terminal.until(/^in 0$/m);
    expect(sent).toMatch(/^\/workspace\/large {2}4\.?0? ?MiB$/m);
    expect(sent).not.toContain('#');
    expect(await drawn()).toMatch(bar);
    await terminal.enter(`clear; sandkeep cp ${id}:/workspace/large back; cmp large back; echo "out $?"`);
    const received = await terminal.until(/^out 0$/m);
    expect(received).toMatch(/^back {2}4\.?0? ?MiB$/m);
    expect(received).not.toContain('#');
    expect((await drawn()).slice((await drawn()).lastIndexOf('in 0'))).toMatch(bar);
  });

  test('of a tree counts bytes, and says what it has done', async () => {
    const { terminal, directory, drawn } = await recorded();
    await mkdir(path.join(directory, 'tree/deep'), { recursive: true });
    await writeFile(path.join(directory, 'tree/deep/small'), 'small');
    await writeFile(path.join(directory, 'tree/large'), Buffer.alloc(largeBytes, 'x'));
    await terminal.enter(`clear; sandkeep cp -r tree ${id}:/workspace/tree; echo "in $?"`);
    expect(await terminal.until(/^in 0$/m)).toMatch(/^\/workspace\/tree {2}\d entries/m);
    expect(await drawn()).toMatch(counter);
    await terminal.enter(`clear; sandkeep cp -r ${id}:/workspace/tree back && diff -r tree back; echo "out $?"`);
    await terminal.until(/^out 0$/m);
  });

  test('through pipes draws nothing, and passes on the tar alone', async () => {
    const { terminal } = await recorded();
    await terminal.enter('mkdir src; echo one > src/one; ln -s one src/link');
    await terminal.enter(`clear; tar c -C src . | sandkeep cp - ${id}:/workspace/piped 2>in.err | cat; echo "in $?"`);
    expect(await terminal.until(/^in 0$/m)).toMatch(/^\/workspace\/piped {2}\d entries/m);
    await terminal.enter(
      `clear; sandkeep cp ${id}:/workspace/piped - 2>out.err | tar x -C . --one-top-level=got; echo "out $?"`,
    );
    await terminal.until(/^out 0$/m);
    await terminal.enter('clear; diff -r src got; cat in.err out.err; echo "same $?"');
    expect((await terminal.until(/^same 0$/m)).trimStart()).toMatch(/^same 0/);
  });

  test('that is interrupted leaves a terminal as it was', async () => {
    const { terminal } = await recorded();
    // A pipe that says nothing more holds the copy up.
    await terminal.enter(`clear; (head -c 3000 /dev/zero; sleep 300) | sandkeep cp - ${id}:/workspace/none`);
    await terminal.until(/^[\d.]+ ?\w*B$/m);
    await terminal.press('C-c');
    await terminal.until(/^host\$/m);
    await terminal.enter('clear; stty -a');
    expect(await terminal.until(/\bisig\b/)).toMatch(/[^-]\bicanon\b/);
  });
});
