// Commands inside a sandbox in a real terminal: what the screen shows, which keys arrive, and what is left afterwards.

import { expect, test } from 'vitest';

import { acquire, startScene } from '../support/scene.ts';
import { describeWithTerminal, openCommandLine, prompt, type Terminal } from '../support/terminal.ts';

/** The last thing on the screen is the prompt of the shell in the sandbox, or of that of the terminal. */
const insidePrompt = /^(?!host)[^\n]*[$#] *\n*$(?![^])/m;
const hostPrompt = /^host\$ *\n*$(?![^])/m;

/** The shell is back, and its terminal is as before: lines, echo, and keys that signal. */
async function expectCooked(terminal: Terminal): Promise<void> {
  await terminal.enter('clear; stty -a');
  const settings = await terminal.until(/\bisig\b/);
  for (const word of ['icanon', 'echo', 'isig', 'opost', 'icrnl'])
    expect(settings).toMatch(new RegExp(`[^-]\\b${word}\\b`));
}

describeWithTerminal('exec -it', () => {
  test('has the size of the terminal, follows it, passes keys on as they are, and its exit code', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const { terminal } = await openCommandLine(scene.daemon.socketPath, { columns: 91, rows: 31 });
    await terminal.enter(`clear; sandkeep exec -it ${id} -- sh`);
    await terminal.until(insidePrompt);
    await terminal.enter('echo "size $(stty size)"');
    await terminal.until('size 31 91');
    await terminal.resize(70, 20);
    // The size takes a moment to arrive, and the command is told when it has.
    await terminal.enter('until [ "$(stty size)" = "20 70" ]; do sleep 0.05; done; echo "now $(stty size)"');
    await terminal.until('now 20 70');
    await terminal.enter('echo asleep; sleep 300');
    await terminal.until(/^asleep$/m);
    // The command is interrupted and not sandkeep, whose terminal it is.
    await terminal.press('C-c');
    await terminal.until('^C');
    await terminal.enter('echo "still $((40 + 3))"');
    await terminal.until('still 43');
    await terminal.enter('exit 7');
    await terminal.until(hostPrompt);
    await terminal.enter('echo "code $?"');
    await terminal.until('code 7');
    await expectCooked(terminal);
  });

  test('gives the terminal back when the sandbox goes away under the command', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const { terminal } = await openCommandLine(scene.daemon.socketPath);
    await terminal.enter(`sandkeep exec -it ${id} -- sh -c 'echo up; sleep 300'`);
    await terminal.until(/^up$/m);
    await scene.client.stopSandbox({ sandboxId: id });
    await terminal.until(hostPrompt);
    await terminal.enter('echo "code $?"');
    await terminal.until(/^code 1\d\d$/m);
    await expectCooked(terminal);
  });
});

describeWithTerminal('shell', () => {
  test('opens a shell in a terminal, and Ctrl-D leaves it', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const { terminal } = await openCommandLine(scene.daemon.socketPath, { columns: 77, rows: 22 });
    await terminal.enter(`clear; sandkeep shell ${id}`);
    await terminal.until(insidePrompt);
    await terminal.enter('test -t 0 && test -t 1 && echo "size $(stty size)"');
    await terminal.until('size 22 77');
    await terminal.enter('(exit 5)');
    await terminal.until(insidePrompt);
    await terminal.press('C-d');
    await terminal.until(hostPrompt);
    await terminal.enter('echo "code $?"');
    await terminal.until('code 5');
    await expectCooked(terminal);
  });
});

describeWithTerminal('exec without a terminal of its own', () => {
  test('passes Ctrl-C on to the command', async () => {
    const scene = await startScene();
    const { id } = await acquire(scene);
    const { terminal } = await openCommandLine(scene.daemon.socketPath);
    const script = 'trap "echo stopped; exit 0" INT; echo up; while :; do sleep 0.05; done';
    await terminal.enter(`sandkeep exec ${id} --shell '${script}'`);
    await terminal.until(/^up$/m);
    await terminal.press('C-c');
    await terminal.until(/stopped$/m);
    await terminal.enter('echo "code $?"');
    expect(await terminal.until('code 130')).toContain(prompt.trim());
  });
});
