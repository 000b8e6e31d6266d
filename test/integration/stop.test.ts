// The end of the daemon while clients stay connected.

import { expect, onTestFinished, test } from 'vitest';

import { startDaemon } from '../support/daemon.ts';

test('the daemon ends on SIGTERM although a client keeps its connection open', async () => {
  const daemon = await startDaemon();
  onTestFinished(() => daemon.dispose());
  await daemon.client.getInfo({});
  // The client of the daemon is not closed: its connection stays.
  expect(await daemon.stop()).toEqual({ code: 0, signal: null });
});

test('a watch is ended with a reason when the daemon stops', async () => {
  const daemon = await startDaemon();
  onTestFinished(() => daemon.dispose());
  const frames = daemon.client.watchEvents({})[Symbol.asyncIterator]();
  expect((await frames.next()).value).toMatchObject({ ready: {} });
  const next = frames.next();
  const refused = expect(next).rejects.toMatchObject({ status: 'UNAVAILABLE', reason: 'DRAINING' });
  expect(await daemon.stop()).toEqual({ code: 0, signal: null });
  await refused;
});
