// Metrics as an operator gets them: by the API, on a loopback port or a socket, and what they say under load.

import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import type { SandkeepClient } from '../../src/client/client.ts';
import { metricDefinitions } from '../../src/observe/metric-definitions.ts';
import { type Family, readMetrics, valueOf } from '../support/prometheus.ts';
import { acquire, anotherClient, refusalOf, startScene } from '../support/scene.ts';

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Where {
  readonly socketPath?: string;
  readonly port?: number;
}

async function ask(where: Where, options: { readonly path?: string; readonly method?: string } = {}): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', path: '/metrics', ...where, ...options, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', body });
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

async function scrape(where: Where): Promise<ReadonlyMap<string, Family>> {
  return readMetrics((await ask(where)).body);
}

describe('where metrics are', () => {
  test('a loopback port answers at /metrics, and nothing else', async () => {
    const port = await freePort();
    await startScene({ config: { metrics: { address: `127.0.0.1:${port}` } } });
    const answer = await ask({ port });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8' });
    expect([...readMetrics(answer.body).keys()].sort()).toEqual(Object.keys(metricDefinitions).sort());
    expect((await ask({ port }, { path: '/' })).status).toBe(404);
    expect((await ask({ port }, { method: 'POST' })).status).toBe(405);
  });

  test('a socket has the mode of the other one, replaces what was left, and goes with the daemon', async () => {
    const scene = await startScene({ config: {} });
    const socketPath = path.join(scene.directory, 'run', 'metrics.sock');
    await scene.daemon.restart({ config: scene.config({ metrics: { address: socketPath } }) });
    expect((await ask({ socketPath })).status).toBe(200);
    await scene.daemon.restart();
    expect((await ask({ socketPath })).status).toBe(200);
    await scene.daemon.stop();
    await expect(ask({ socketPath })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('an address that somebody else has costs the metrics there, not the daemon', async () => {
    const scene = await startScene();
    const taken = path.join(scene.directory, 'taken.sock');
    const file = path.join(scene.directory, 'file');
    writeFileSync(file, 'kept');
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(taken, resolve);
    });
    onTestFinished(() => void server.close());
    for (const address of [taken, file]) {
      await scene.daemon.restart({ config: scene.config({ metrics: { address } }) });
      expect(scene.daemon.logs()).toContain('metrics are not served at their address');
      expect((await scene.client.getMetrics({})).text).toContain('sandkeep_build_info');
    }
    expect(server.listening).toBe(true);
  });
});

describe('what metrics say', () => {
  test('agrees with what clients counted under load', async () => {
    const clients = 8;
    const sessions = 6;
    const repeats = 4;
    const scene = await startScene();
    const socketPath = path.join(scene.directory, 'run', 'metrics.sock');
    await scene.daemon.restart({ config: scene.config({ metrics: { address: socketPath } }) });
    let created = 0;
    let reused = 0;
    let refused = 0;
    const work = async (index: number, client: SandkeepClient): Promise<void> => {
      for (let session = 0; session < sessions; session += 1) {
        for (let repeat = 0; repeat < repeats; repeat += 1) {
          const { outcome } = await client.acquireSandbox({ session: { session: `s-${index}-${session}` } });
          if (outcome === 'ACQUIRE_OUTCOME_CREATED') created += 1;
          else reused += 1;
        }
        await refusalOf(client.getSandbox({ sandboxId: 'no-such-sandbox' }));
        refused += 1;
      }
    };
    let scrapes = 0;
    const over = new AbortController();
    const scraper = async (): Promise<void> => {
      while (!over.signal.aborted) {
        await scrape({ socketPath });
        scrapes += 1;
      }
    };
    const scraping = scraper();
    await Promise.all(Array.from({ length: clients }, async (_, index) => await work(index, anotherClient(scene))));
    over.abort();
    await scraping;
    expect(scrapes).toBeGreaterThan(0);

    const metrics = await scrape({ socketPath });
    const acquired = clients * sessions * repeats;
    expect(created + reused).toBe(acquired);
    const rpc = (method: string, code: string): number =>
      valueOf(metrics, 'sandkeep_rpc_duration_seconds_count', { method, code });
    expect(rpc('AcquireSandbox', 'OK')).toBe(acquired);
    expect(rpc('GetSandbox', 'NOT_FOUND')).toBe(refused);
    expect(valueOf(metrics, 'sandkeep_acquires_total', { outcome: 'created' })).toBe(created);
    expect(valueOf(metrics, 'sandkeep_acquires_total', { outcome: 'reused' })).toBe(reused);
    expect(valueOf(metrics, 'sandkeep_acquire_duration_seconds_count')).toBe(acquired);
    expect(valueOf(metrics, 'sandkeep_provision_phase_duration_seconds_count', { phase: 'total' })).toBe(created);
    expect(valueOf(metrics, 'sandkeep_sandboxes', { state: 'RUNNING', template: 'base' })).toBe(created);
    expect(valueOf(metrics, 'sandkeep_sandboxes')).toBe(created);
    const starts = { runtime: 'fake', call: 'start', outcome: 'ok' };
    expect(valueOf(metrics, 'sandkeep_runtime_call_duration_seconds_count', starts)).toBe(created);
    expect(valueOf(metrics, 'sandkeep_commits_total')).toBe(valueOf(metrics, 'sandkeep_commit_writes_count'));
    expect(valueOf(metrics, 'sandkeep_commit_writes_sum')).toBeGreaterThanOrEqual(created * 2);
    expect(valueOf(metrics, 'sandkeep_metric_samples_dropped_total')).toBe(0);
  });

  test('tells hits of a pool from misses, and how full it is', async () => {
    const scene = await startScene({ templates: { base: { pool: { size: 1, refill_delay: '1h' } } } });
    const { client } = scene;
    await client.runSweep({ loop: 'pool' });
    await acquire(scene, 'hit');
    await acquire(scene, 'miss');
    await client.runSweep({ loop: 'pool' });
    const metrics = readMetrics((await client.getMetrics({})).text);
    const claims = (result: string): number =>
      valueOf(metrics, 'sandkeep_pool_claims_total', { template: 'base', result });
    expect([claims('hit'), claims('miss')]).toEqual([1, 1]);
    expect(valueOf(metrics, 'sandkeep_pool_target', { template: 'base' })).toBe(1);
    expect(valueOf(metrics, 'sandkeep_loop_run_duration_seconds_count', { loop: 'pool' })).toBe(2);
    expect(valueOf(metrics, 'sandkeep_sweep_items_total', { loop: 'pool', counter: 'created' })).toBe(1);
  });

  test('counts streams and connections while they are open', async () => {
    const scene = await startScene();
    const { client } = scene;
    await acquire(scene);
    const levels = async (): Promise<ReadonlyMap<string, Family>> => readMetrics((await client.getMetrics({})).text);
    const leaving = new AbortController();
    const events = anotherClient(scene).watchEvents({ fromStart: true }, { signal: leaving.signal });
    await events.next();
    const during = await levels();
    expect(valueOf(during, 'sandkeep_grpc_open_streams', { method: 'WatchEvents' })).toBe(1);
    expect(valueOf(during, 'sandkeep_grpc_connections')).toBe(2);
    leaving.abort();
    await expect.poll(async () => valueOf(await levels(), 'sandkeep_grpc_open_streams')).toBe(0);
  });

  test('follows what is there now: levels of what has gone are gone', async () => {
    const scene = await startScene();
    const { client } = scene;
    const { id } = await acquire(scene);
    const text = async (): Promise<string> => (await client.getMetrics({})).text;
    expect(await text()).toContain('sandkeep_sandboxes{state="RUNNING",template="base"} 1');
    await client.releaseSandbox({ sandboxId: id });
    const after = await text();
    expect(after).not.toContain('state="RUNNING"');
    expect(after).toContain('sandkeep_runtime_up{runtime="fake"} 1');
  });
});
