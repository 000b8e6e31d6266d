// "sandkeep top" as a person sees it: what the screen shows, and that the terminal is left as it was.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { acquire, type Scene, startScene } from '../support/scene.ts';
import { describeWithTmux, type Screen, startTerminal, type Terminal } from '../support/tmux.ts';
import { waitUntil } from '../support/wait.ts';

const program = path.resolve(import.meta.dirname, '../../bin/sandkeep.js');
const patienceMs = 30_000;
const fast = { limits: { stats_min_interval: '100ms' } };

interface Watched {
  readonly scene: Scene;
  readonly terminal: Terminal;
  readonly ids: readonly string[];
  readonly pidFile: string;
}

/** "top" in a terminal, with a sandbox that is busy and one that is not. */
async function watch(columns = 120, rows = 20): Promise<Watched> {
  const scene = await startScene({ config: fast, templates: { base: { idle_timeout: '1h', idle_action: 'release' } } });
  const quiet = await acquire(scene, 'quiet');
  const busy = await acquire(scene, 'busy');
  await scene.client.startExec({ spec: { sandboxId: busy.id, shell: 'while :; do :; done' } });
  const terminal = await startTerminal(columns, rows);
  const pidFile = path.join(scene.directory, 'pid');
  const argv = [process.execPath, program, '--socket', scene.daemon.socketPath, 'top', '--interval', '300ms'];
  await terminal.type(`sh -c 'echo $$ >${pidFile}; exec ${argv.join(' ')}'; echo "exit code $?"`);
  await terminal.press('Enter');
  await terminal.until('the table', ({ text }) => text.includes('CPU %'));
  return { scene, terminal, ids: [quiet.id, busy.id], pidFile };
}

/** What was there before is there again, and the terminal shows what is typed. */
async function expectClean(terminal: Terminal, exitCode: number): Promise<void> {
  const end = `exit code ${exitCode}`;
  const after = await terminal.until(end, ({ text }) => text.includes(`\n${end}`));
  expect(after).toMatchObject({ isAlternate: false, hasCursor: true });
  expect(after.text).not.toContain('CPU %');
  expect(after.text).not.toContain('q quit');
  await terminal.type('stty -a');
  await terminal.press('Enter');
  const settings = await terminal.until('the settings', ({ text }) => / -?icanon\b/.test(text));
  for (const on of ['icanon', 'echo', 'isig', 'opost']) expect(settings.text).toMatch(new RegExp(`\\s${on}\\b`));
  await terminal.type(`echo ${'w'.repeat(150)}`);
  await terminal.until('a long line goes on in the next one', ({ lines }) => lines.some((line) => /^w+$/.test(line)));
}

function rowOf(screen: Screen, id: string): string {
  return screen.lines.find((line) => line.startsWith(id.slice(0, 12))) ?? '';
}

describeWithTmux('top in a terminal', () => {
  test('shows what runs, the busiest first, and leaves with q', async () => {
    const { terminal, ids } = await watch();
    const [quiet = '', busy = ''] = ids;
    const shown = await terminal.until('the busy one first', (screen) => {
      const order = screen.lines.filter((line) => ids.some((id) => line.startsWith(id.slice(0, 12))));
      return order.length === 2 && rowOf(screen, busy) === order[0] && / busy +[1-9]/.test(order[0]);
    });
    console.info(`top shows:\n${shown.text.trimEnd()}`);
    expect(shown).toMatchObject({ isAlternate: true, hasCursor: false });
    expect(shown.lines[0]).toBe('sandkeep top: 2 sandboxes by cpu, every 300ms');
    expect(rowOf(shown, quiet)).toMatch(/running +base +quiet .*in (59 m|1 h)/);
    expect(shown.text).toContain('q quit');
    await terminal.press('m');
    await terminal.until('by memory', ({ lines }) => lines[0]?.includes('by memory') === true);
    await terminal.press('q');
    await expectClean(terminal, 0);
  });

  test('follows what comes and goes, and the size of the terminal', async () => {
    const { scene, terminal, ids } = await watch(120, 9);
    const [quiet = ''] = ids;
    const third = await acquire(scene, 'third');
    const more = [await acquire(scene, 'fourth'), await acquire(scene, 'fifth')];
    await terminal.until('one more than fits', ({ text }) => text.includes('1 more'));
    await terminal.resize(70, 20);
    const taller = await terminal.until('all of them', (screen) => more.every(({ id }) => rowOf(screen, id) !== ''));
    expect(taller.text).not.toContain('1 more');
    await scene.client.releaseSandbox({ sandboxId: third.id, wait: true });
    const after = await terminal.until('one less', (screen) => rowOf(screen, third.id) === '');
    expect(rowOf(after, quiet)).not.toBe('');
    expect(after.lines.filter((line) => line.startsWith('sandkeep top'))).toHaveLength(1);
    await terminal.press('q');
    await expectClean(terminal, 0);
  });

  test('leaves the terminal clean on Ctrl-C', async () => {
    const { terminal } = await watch();
    await terminal.press('C-c');
    await expectClean(terminal, 130);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('leaves the terminal clean on %s', async (signal, exitCode) => {
    const { terminal, pidFile } = await watch();
    process.kill(Number(readFileSync(pidFile, 'utf8')), signal);
    await expectClean(terminal, exitCode);
  });

  test('goes on when the daemon is back after a restart', async () => {
    const { scene, terminal, ids } = await watch();
    await scene.daemon.kill();
    const away = await terminal.until('the daemon is away', ({ lines }) => (lines[0] ?? '').length > 60);
    expect(away.isAlternate).toBe(true);
    await scene.daemon.start();
    await terminal.until('the figures again', (screen) => {
      return screen.lines[0]?.endsWith('every 300ms') === true && rowOf(screen, ids[0] ?? '') !== '';
    });
    await terminal.press('q');
    await expectClean(terminal, 0);
  });

  test('a refusal is told on the screen that was there before', async () => {
    const scene = await startScene();
    const terminal = await startTerminal(100, 20);
    await terminal.type(`${process.execPath} ${program} --socket ${scene.daemon.socketPath} top nothing-like-it`);
    await terminal.press('Enter');
    const told = await terminal.until('the refusal', ({ text }) => text.includes('there is no sandbox'));
    await waitUntil(async () => !(await terminal.screen()).isAlternate, { timeoutMs: patienceMs, what: 'it is over' });
    expect(told.text).toContain('nothing-like-it');
  });
});
