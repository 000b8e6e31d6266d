// systemd holds the socket: whoever connects waits for the daemon instead of failing.

import { connect as connectSocket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { connect } from '../../src/client/client.ts';
import { sandboxOf } from '../support/scene.ts';
import { waitUntil } from '../support/wait.ts';
import { describeOnSystemd, type SystemdScene } from './scene.ts';
import { service, socket, socketPath } from './service.ts';

const patienceMs = 30_000;
const restarts = 3;
/** Far more knocks than clients make. */
const knockPauseMs = 2;

describeOnSystemd('the socket unit', (scene) => {
  test('the first client starts the daemon, which takes the socket of systemd', async () => {
    const { machine, systemctl, property, configure, client } = scene();
    await configure();
    await systemctl('start', socket);
    expect(await property('ActiveState')).toBe('inactive');
    const listening = await inodeOf(scene());
    const request = { session: { session: 's1' }, requestId: 'r1' };
    const { sandbox } = await client().acquireSandbox(request, { retry: true });
    expect(sandbox?.state).toBe('SANDBOX_STATE_RUNNING');
    expect(await property('ActiveState')).toBe('active');
    expect(await inodeOf(scene())).toBe(listening);
    const mode = await machine.ok('stat', '--format=%a %U %G', socketPath);
    expect(mode.trim()).toBe('660 sandkeep sandkeep');
  });

  test('no connection is refused while the daemon is restarted or dies, and each call is answered', async () => {
    const { machine, systemctl, configure, waitForProperty } = scene();
    await configure();
    await systemctl('start', socket, service);
    const path = machine.seenAt(socketPath);
    const done = new AbortController();
    const knocks: Tally = { good: 0, bad: [] };
    const calls: Tally = { good: 0, bad: [] };
    const attempts = Promise.all([knock(path, knocks, done.signal), call(path, calls, done.signal)]);
    const anotherOfEach = async (): Promise<void> => {
      const before = { knocks: knocks.good, calls: calls.good };
      await waitUntil(() => knocks.good > before.knocks && calls.good > before.calls, {
        timeoutMs: patienceMs,
        what: 'a connection is accepted and a call answered',
      });
    };
    await anotherOfEach();
    for (let restart = 0; restart < restarts; restart += 1) {
      await systemctl('restart', service);
      await anotherOfEach();
    }
    await systemctl('kill', '--signal=KILL', '--kill-whom=main', service);
    await waitForProperty('NRestarts', (count) => count === '1');
    await anotherOfEach();
    done.abort();
    await attempts;
    expect(knocks.bad).toEqual([]);
    expect(calls.bad).toEqual([]);
  });

  test('a stop of the service leaves the socket, and the next client starts it again', async () => {
    const { systemctl, property, configure, client } = scene();
    await configure();
    await systemctl('start', socket, service);
    const listening = await inodeOf(scene());
    const { sandbox } = await client().acquireSandbox({ session: { session: 's1' } });
    await systemctl('stop', service);
    expect(await property('ActiveState')).toBe('inactive');
    expect(await inodeOf(scene())).toBe(listening);
    const found = sandboxOf(await client().getSandbox({ sandboxId: sandbox?.id ?? '' }));
    expect(found).toMatchObject({ state: 'SANDBOX_STATE_RUNNING', generation: '1' });
    await waitUntil(async () => (await property('ActiveState')) === 'active', {
      timeoutMs: patienceMs,
      what: 'systemd knows that it runs',
    });
  });
});

async function inodeOf({ machine }: SystemdScene): Promise<string> {
  return (await machine.ok('stat', '--format=%i', socketPath)).trim();
}

interface Tally {
  good: number;
  readonly bad: string[];
}

/** Connects and hangs up, again and again, until it is told to end. */
async function knock(path: string, tally: Tally, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const problem = await new Promise<string | null>((resolve) => {
      const connection = connectSocket(path);
      connection.once('error', (error) => resolve(error.message));
      connection.once('connect', () => {
        connection.destroy();
        resolve(null);
      });
    });
    if (problem === null) tally.good += 1;
    else tally.bad.push(problem);
    await delay(knockPauseMs);
  }
}

/** Each call on a connection of its own, with the retries of the client. */
async function call(path: string, tally: Tally, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    using client = connect({ socketPath: path });
    try {
      await client.getInfo({}, { retry: true });
      tally.good += 1;
    } catch (error) {
      tally.bad.push(String(error));
    }
  }
}
