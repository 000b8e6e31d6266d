import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import {
  createServiceManager,
  inheritedSocketFd,
  type Pulse,
  type ServiceManagerOptions,
} from '../../../src/host/service-manager.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Logger } from '../../../src/ports/observer.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const realNotify = '/usr/bin/systemd-notify';
const hasSystemd = await isExecutable(realNotify);
const hasPython = await isExecutable('/usr/bin/python3');

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A systemd-notify that writes down its arguments and its environment. */
async function recorder(script = 'printf "%s\\n" "$*" >> "$0.calls"; env > "$0.env"'): Promise<string> {
  const file = path.join(await temporaryDirectory('notify'), 'systemd-notify');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

function withPath(file: string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: `${path.dirname(file)}:/usr/bin:/bin`, NOTIFY_SOCKET: '/nowhere', SECRET: 'secret', ...env };
}

async function calls(file: string): Promise<string[]> {
  const text = await readFile(`${file}.calls`, 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

interface Log extends Logger {
  readonly messages: string[];
}

function createLog(): Log {
  const messages: string[] = [];
  const note = (_: object, message: string): void => void messages.push(message);
  return { messages, isDebugging: () => true, debug: note, info: note, warn: note, error: note };
}

/** Each sleep waits until the test takes a step. */
function steppedClock(): Clock & { step(): Promise<number> } {
  const waiting: { delayMs: number; wake: () => void }[] = [];
  const wanted: (() => void)[] = [];
  return {
    wallMs: () => 0,
    monotonicMs: () => 0,
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        waiting.push({ delayMs, wake: resolve });
        wanted.shift()?.();
      }),
    step: async () => {
      if (waiting.length === 0) await new Promise<void>((resolve) => void wanted.push(resolve));
      const sleeper = waiting.shift();
      sleeper?.wake();
      return sleeper?.delayMs ?? -1;
    },
  };
}

function optionsFor(env: NodeJS.ProcessEnv, changes: Partial<ServiceManagerOptions> = {}): ServiceManagerOptions {
  return { env, pid: 42, clock: steppedClock(), logger: createLog(), ...changes };
}

describe('notifications', () => {
  test('arrive one by one in the order they were given', async () => {
    const file = await recorder();
    const manager = createServiceManager(optionsFor(withPath(file)));
    await Promise.all([manager.notifyReady('serving'), manager.notifyReloading(), manager.notifyStopping()]);
    expect(await calls(file)).toEqual(['READY=1 STATUS=serving', 'RELOADING=1', 'STOPPING=1 STATUS=stopping']);
  });

  test('a status is one line of bounded length', async () => {
    const file = await recorder();
    await createServiceManager(optionsFor(withPath(file))).notifyReady(`a\nSTOPPING=1${'x'.repeat(10_000)}`);
    const [call = ''] = await calls(file);
    expect(call.startsWith('READY=1 STATUS=a STOPPING=1xxx')).toBe(true);
    expect(call.length).toBeLessThan(600);
  });

  test('the child gets nothing else of the environment (R10)', async () => {
    const file = await recorder();
    await createServiceManager(optionsFor(withPath(file))).notifyReady('x');
    expect(await readFile(`${file}.env`, 'utf8')).not.toContain('secret');
  });

  test('without a service manager no process is started', async () => {
    const file = await recorder();
    const manager = createServiceManager(optionsFor({ ...withPath(file), NOTIFY_SOCKET: '' }));
    await manager.notifyReady('serving');
    await expect(calls(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a failure, or no systemd-notify at all, is logged and not thrown', async () => {
    const failing = await recorder('exit 1');
    const logger = createLog();
    await createServiceManager(optionsFor(withPath(failing), { logger })).notifyReady('x');
    const empty = await temporaryDirectory();
    await createServiceManager(optionsFor({ PATH: empty, NOTIFY_SOCKET: '/nowhere' }, { logger })).notifyReady('x');
    expect(logger.messages).toEqual(['systemd-notify failed', 'systemd-notify failed']);
  });

  test.runIf(hasSystemd && hasPython)('reach the socket of a real service manager', async () => {
    const socket = path.join(await temporaryDirectory(), 'notify');
    const listener = spawn('/usr/bin/python3', ['-c', receiveOne, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void listener.kill());
    let received = '';
    listener.stdout.on('data', (chunk: Buffer) => {
      received += chunk.toString();
    });
    await once(listener.stdout, 'data');
    const ended = once(listener, 'exit');
    await createServiceManager(optionsFor({ PATH: '/usr/bin', NOTIFY_SOCKET: socket })).notifyReady('all well');
    await ended;
    expect(received).toBe('listening\nREADY=1\nSTATUS=all well');
  });
});

describe('watchdog', () => {
  const watched = { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '42' };

  test('pings at half the time with the status, only while there is progress', async () => {
    const file = await recorder();
    const clock = steppedClock();
    const logger = createLog();
    const dead = { isAlive: false, status: 'gone' };
    const answers: (() => Pulse | Promise<Pulse>)[] = [
      () => ({ isAlive: true, status: 'well' }),
      () => Promise.resolve(dead),
      () => Promise.reject(new Error('no database')),
      () => Promise.resolve({ isAlive: true, status: 'better' }),
    ];
    const manager = createServiceManager(optionsFor(withPath(file, watched), { clock, logger }));
    const watchdog = manager.startWatchdog(() => answers.shift()?.() ?? dead);
    const pausesMs = [await clock.step(), await clock.step(), await clock.step(), await clock.step()];
    watchdog?.stop();
    expect(pausesMs).toEqual([15_000, 15_000, 15_000, 15_000]);
    expect(await calls(file)).toEqual(['WATCHDOG=1 STATUS=well', 'WATCHDOG=1 STATUS=better']);
    expect(logger.messages.slice(0, 2)).toEqual([
      'no progress: the watchdog gets no ping',
      'progress is unknown: the watchdog gets no ping',
    ]);
  });

  test('is not started when systemd watches nothing, or another process', () => {
    for (const env of [{}, { WATCHDOG_USEC: '' }, { WATCHDOG_USEC: '0' }, { ...watched, WATCHDOG_PID: '43' }]) {
      const manager = createServiceManager(optionsFor(withPath('/nowhere/x', env)));
      expect(manager.startWatchdog(() => ({ isAlive: true, status: 'well' }))).toBeNull();
    }
  });
});

describe('inherited socket', () => {
  test('is the first passed descriptor when it was meant for this process', () => {
    expect(inheritedSocketFd({ LISTEN_PID: '42', LISTEN_FDS: '1' }, 42)).toBe(3);
  });

  test('is none for another process, none passed, or nonsense', () => {
    expect(inheritedSocketFd({}, 42)).toBeNull();
    expect(inheritedSocketFd({ LISTEN_PID: '41', LISTEN_FDS: '1' }, 42)).toBeNull();
    expect(inheritedSocketFd({ LISTEN_PID: '42', LISTEN_FDS: '0' }, 42)).toBeNull();
    expect(inheritedSocketFd({ LISTEN_PID: '42', LISTEN_FDS: 'x' }, 42)).toBeNull();
    expect(inheritedSocketFd({ LISTEN_PID: '42' }, 42)).toBeNull();
  });
});

/** Receives one message and then the descriptor of the barrier, whose closing lets systemd-notify end. */
const receiveOne = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
sys.stdout.write(s.recv(4096).decode())
sys.stdout.flush()
s.settimeout(10)
socket.recv_fds(s, 4096, 1)
`;
