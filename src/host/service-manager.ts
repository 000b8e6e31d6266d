// What systemd is told, and what it hands over. Node has no datagram sockets of the Unix kind, so each message is
// a short systemd-notify process; the unit needs NotifyAccess=all.

import { spawn } from 'node:child_process';

import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/observer.ts';

const notifyTimeoutMs = 5000;
const maxStatusCharacters = 500;
const firstInheritedFd = 3;

export interface ServiceManagerOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** None of these ever fails: a service that cannot report goes on, and the log says so. */
export interface ServiceManager {
  notifyReady(status: string): Promise<void>;
  notifyStopping(): Promise<void>;
  notifyReloading(): Promise<void>;
  /** Null when systemd watches nothing. */
  startWatchdog(pulse: () => Pulse | Promise<Pulse>): Watchdog | null;
}

/** Asked before each ping; to hang is as bad as no progress. */
export interface Pulse {
  readonly isAlive: boolean;
  /** Goes with the ping, so that systemd shows no older one for long. */
  readonly status: string;
}

export interface Watchdog {
  stop(): void;
}

export function createServiceManager(options: ServiceManagerOptions): ServiceManager {
  /** One message at a time, so that they arrive in the order they were given. */
  let last: Promise<void> = Promise.resolve();

  function notify(...assignments: string[]): Promise<void> {
    if (!isSet(options.env['NOTIFY_SOCKET'])) return Promise.resolve();
    last = last.then(() => deliver(options, assignments));
    return last;
  }

  return {
    notifyReady: (status) => notify('READY=1', statusOf(status)),
    notifyStopping: () => notify('STOPPING=1', statusOf('stopping')),
    notifyReloading: () => notify('RELOADING=1'),
    startWatchdog: (pulse) => {
      const intervalMs = watchdogIntervalMs(options.env, options.pid);
      if (intervalMs === null) return null;
      return runWatchdog(options, intervalMs, pulse, (status) => notify('WATCHDOG=1', statusOf(status)));
    },
  };
}

/** The listening socket that systemd opened for this very process, or null. */
export function inheritedSocketFd(env: NodeJS.ProcessEnv, pid: number): number | null {
  if (env['LISTEN_PID'] !== String(pid)) return null;
  return Number(env['LISTEN_FDS']) >= 1 ? firstInheritedFd : null;
}

/** Half of what systemd allows, as it advises. */
function watchdogIntervalMs(env: NodeJS.ProcessEnv, pid: number): number | null {
  const watchedPid = env['WATCHDOG_PID'];
  if (isSet(watchedPid) && watchedPid !== String(pid)) return null;
  const limitMicroseconds = Number(env['WATCHDOG_USEC']);
  return limitMicroseconds > 0 ? limitMicroseconds / 2 / 1000 : null;
}

function runWatchdog(
  { clock, logger }: ServiceManagerOptions,
  intervalMs: number,
  pulse: () => Pulse | Promise<Pulse>,
  ping: (status: string) => Promise<void>,
): Watchdog {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    for (;;) {
      const status = await statusOfLiving();
      if (status !== null && !stopping.signal.aborted) await ping(status);
      await clock.sleep(intervalMs, stopping.signal);
    }
  }

  async function statusOfLiving(): Promise<string | null> {
    try {
      const { isAlive, status } = await pulse();
      if (isAlive) return status;
      logger.warn({}, 'no progress: the watchdog gets no ping');
    } catch (error) {
      logger.error({ err: error }, 'progress is unknown: the watchdog gets no ping');
    }
    return null;
  }

  run().catch((error: unknown) => {
    if (!stopping.signal.aborted) logger.error({ err: error }, 'the watchdog loop ended');
  });
  return { stop: () => stopping.abort(new Error('watchdog stopped')) };
}

async function deliver({ env, logger }: ServiceManagerOptions, assignments: readonly string[]): Promise<void> {
  const problem = await runNotify(env, assignments);
  if (problem !== null) logger.warn({ problem }, 'systemd-notify failed');
}

/** What went wrong, or null. */
function runNotify(env: NodeJS.ProcessEnv, assignments: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('systemd-notify', assignments, {
      env: { PATH: env['PATH'], NOTIFY_SOCKET: env['NOTIFY_SOCKET'] },
      stdio: 'ignore',
      timeout: notifyTimeoutMs,
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code === 0 ? null : `ended with ${code ?? signal ?? 'nothing'}`));
  });
}

/** One line: a line break would begin another message. */
function statusOf(text: string): string {
  return `STATUS=${text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, maxStatusCharacters)}`;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
