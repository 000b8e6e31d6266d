// The command line in a real terminal: python3 makes it, as Node.js cannot.

import { spawn } from 'node:child_process';
import path from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { acquire, patienceMs, startScene } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';

const program = path.resolve(import.meta.dirname, '../../bin/sandkeep.js');
/** Copies between its own plain streams and a terminal of 31 rows and 91 columns; "@ROWS COLUMNS" in a line resizes it. */
const driver = `
import fcntl, os, pty, select, struct, sys, termios
def resize(rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 31, 91, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    ready, _, _ = select.select([fd, 0], [], [])
    if fd in ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        os.write(1, data)
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            break
        if data.startswith(b'@'):
            resize(*map(int, data[1:].split()))
        else:
            os.write(fd, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function inTerminal(argv: readonly string[]) {
  const child = spawn('python3', ['-c', driver, process.execPath, program, ...argv], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    text += data.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = async (wanted: string): Promise<void> =>
    await waitUntil(() => text.includes(wanted), { timeoutMs: patienceMs, what: `the terminal shows ${wanted}` });
  return { type: (keys: string) => child.stdin.write(keys), until, ended, text: () => text };
}

test('exec -it has the size of the terminal, follows it, passes keys on as they are, and its exit code', async () => {
  const scene = await startScene();
  const { id } = await acquire(scene);
  const script =
    'trap "echo interrupted" INT; stty size; while read line; do stty size; echo "got $line"; done; exit 7';
  const argv = ['--socket', scene.daemon.socketPath, 'exec', '-it', id, '--', 'sh', '-c', script];
  const terminal = inTerminal(argv);
  await terminal.until('31 91');
  terminal.type('@20 70');
  // The size takes a moment to arrive, and each line asks for it.
  await waitUntil(() => (terminal.type('x\r'), terminal.text().includes('20 70')), {
    timeoutMs: patienceMs,
    what: 'the size has changed',
  });
  terminal.type('\u0003');
  await terminal.until('interrupted');
  terminal.type('\r\u0004');
  expect(await terminal.ended).toBe(7);
});

test('exec passes Ctrl-C on to a command without a terminal', async () => {
  const scene = await startScene();
  const { id } = await acquire(scene);
  const script = 'trap "echo stopped; exit 0" INT; echo up; while :; do sleep 0.05; done';
  const terminal = inTerminal(['--socket', scene.daemon.socketPath, 'exec', id, '--shell', script]);
  await terminal.until('up');
  terminal.type('\u0003');
  await terminal.until('stopped');
  expect(await terminal.ended).toBe(130);
});
