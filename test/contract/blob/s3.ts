// What only a storage in an S3 service can meet: its answers, and the way to it.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { s3Objects } from '../../../src/blob/s3-objects.ts';
import type { S3Settings } from '../../../src/domain/settings.ts';
import { systemClock } from '../../../src/host/system-clock.ts';
import { type S3Server, startS3Server } from '../../engines/engines.ts';
import { call } from '../../support/spec.ts';
import { mountTmpfs, noTmpfsBecause } from '../../support/tmpfs.ts';
import { describeTree, makeTree } from '../../support/tree.ts';
import { waitUntil } from '../../support/wait.ts';
import { blobsOf, expectReason, makeSubject, openStorage, s3Place } from './subject.ts';

const key = 'team-d/work';
const waitTimeoutMs = 60_000;

export function s3Clauses(server: () => S3Server): void {
  describe('the answer', () => answerClauses(server));
  describe('the way to the service', () => connectionClauses(server));
  describe('the settings', () => settingsClauses(server));
}

function answerClauses(server: () => S3Server): void {
  test.each<[string, Partial<S3Settings>]>([
    ['to a wrong secret', { secretAccessKey: 'a-wrong-secret' }],
    ['to an unknown key id', { accessKeyId: 'nobody' }],
    ['for a bucket that does not exist', { bucket: 'no-such-bucket' }],
    ['for another region', { region: 'eu-central-1' }],
  ])('%s is STORAGE_DENIED, at once, with nothing secret in it', async (_what, overrides) => {
    const { storage, workspace, restored, logger } = await makeSubject(s3Place(server(), overrides));
    await makeTree(workspace, { a: 'a' });
    const before = server().proxy.connections();
    const errors = [
      await expectReason(storage.upload(key, workspace, call()), 'STORAGE_DENIED'),
      await expectReason(storage.download(key, restored, null, call()), 'STORAGE_DENIED'),
      await expectReason(storage.remove(key, call()), 'STORAGE_DENIED'),
    ];
    expect(server().proxy.connections() - before).toBeLessThanOrEqual(3);
    const told = JSON.stringify([errors.map(({ message, details }) => [message, details]), logger.lines]);
    expect(told).toContain(key);
    expect(told).not.toMatch(/a-wrong-secret|a-secret-of-the-test|Signature=|Credential=/);
    expect(await readdir(path.dirname(restored))).toEqual(['workspace']);
  });

  test('of a web server that is no S3 service is never taken for an absent snapshot, nor for success', async () => {
    for (const status of [404, 200]) {
      const web = createServer((request, answer) => {
        request
          .resume()
          .on('end', () => answer.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>'));
      }).listen(0, '127.0.0.1');
      onTestFinished(() => void web.close());
      await once(web, 'listening');
      const { port } = web.address() as AddressInfo;
      const place = s3Place(server(), { endpoint: `http://127.0.0.1:${port}` });
      const { storage, workspace, restored } = await makeSubject(place);
      await makeTree(workspace, { a: 'a' });
      await expectReason(storage.upload(key, workspace, call()), 'STORAGE_DENIED');
      const reason = status === 404 ? 'STORAGE_DENIED' : 'STORAGE_CORRUPT';
      await expectReason(storage.download(key, restored, null, call()), reason);
      await expectReason(storage.remove(key, call()), 'STORAGE_DENIED');
    }
  });

  test('of a service that only reads is STORAGE_DENIED', async () => {
    const readOnly = await startS3Server({ dataDirectory: path.dirname(server().bucketDirectory), readOnly: true });
    onTestFinished(async () => await readOnly.stop());
    const { storage, workspace } = await makeSubject(s3Place(readOnly));
    await makeTree(workspace, { a: 'a' });
    await expectReason(storage.upload(key, workspace, call()), 'STORAGE_DENIED');
  });

  if (noTmpfsBecause !== null) console.warn(`a full S3 service is not tested: ${noTmpfsBecause}`);
  test.skipIf(noTmpfsBecause !== null)('of a service without space is STORAGE_FULL; what was there stays', async () => {
    const full = await startS3Server({ dataDirectory: await mountTmpfs('size=2m') });
    onTestFinished(async () => await full.stop());
    const { storage, workspace, restored } = await makeSubject(s3Place(full));
    await makeTree(workspace, { small: 's' });
    await storage.upload(key, workspace, call());
    const before = await describeTree(workspace);
    await writeFile(path.join(workspace, 'big'), Buffer.alloc(3_000_000, 'b'));
    const error = await expectReason(storage.upload(key, workspace, call()), 'STORAGE_FULL');
    expect(error.message).toContain('"big" of workspace team-d/work');
    await storage.download(key, restored, null, call());
    expect((await describeTree(restored)).slice(1)).toEqual(before.slice(1));
  });

  test('to content that is not what its digest says is a refusal, and nothing is stored', async () => {
    const place = s3Place(server());
    const settings = place.settings();
    if (settings.kind !== 's3') throw new Error('not an S3 place');
    const objects = s3Objects(settings.s3, systemClock);
    onTestFinished(async () => await objects.close());
    const content = { length: 4, sha256: '0'.repeat(64), chunks: () => [Buffer.from('more')] };
    const { signal } = call();
    await expectReason(objects.put('a/blobs/x', content, signal), 'STORAGE_DENIED');
    expect(await objects.get('a/blobs/x', signal, () => Promise.resolve('there'))).toBe(null);
  });
}

function connectionClauses(server: () => S3Server): void {
  test('that nobody serves is STORAGE_UNAVAILABLE after a few tries, and all is well when it is back', async () => {
    const { storage, workspace } = await makeSubject(s3Place(server()));
    await makeTree(workspace, { a: 'a' });
    await storage.upload(key, workspace, call());
    await writeFile(path.join(workspace, 'a'), 'changed');
    await server().restart(async () => {
      await expectReason(storage.upload(key, workspace, call()), 'STORAGE_UNAVAILABLE');
    });
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 1 });
  });

  test('that is cut in the middle of a file is taken again, and the file is whole', async () => {
    const { storage, workspace, restored } = await makeSubject(s3Place(server()));
    await makeTree(workspace, { big: randomBytes(6_000_000) });
    await storage.upload(key, workspace, call());
    const { proxy } = server();
    const before = proxy.connections();
    proxy.cutAfter(1_000_000);
    const downloading = storage.download(key, restored, null, call());
    await waitUntil(() => proxy.connections() >= before + 2, { timeoutMs: waitTimeoutMs, what: 'a second try' });
    proxy.cutAfter(null);
    expect(await downloading).toMatchObject({ outcome: 'downloaded' });
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
  });

  test('that is cut again and again is STORAGE_UNAVAILABLE, and the place of the workspace stays empty', async () => {
    const { storage, workspace, restored } = await makeSubject(s3Place(server()));
    await makeTree(workspace, { big: randomBytes(3_000_000) });
    await storage.upload(key, workspace, call());
    const { proxy } = server();
    proxy.cutAfter(1_000_000);
    onTestFinished(() => proxy.cutAfter(null));
    const error = await expectReason(storage.download(key, restored, null, call()), 'STORAGE_UNAVAILABLE');
    expect(error.message).toContain('"big" of workspace team-d/work');
    expect(await readdir(path.dirname(restored))).toEqual(['workspace']);
  });

  test('that was cut while nothing went on is taken again', async () => {
    const { storage, workspace } = await makeSubject(s3Place(server()));
    await makeTree(workspace, { a: 'a' });
    await storage.upload(key, workspace, call());
    server().proxy.cutAfter(0);
    server().proxy.cutAfter(null);
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 0 });
  });

  test('on which nothing moves ends with the deadline, or with the caller', async () => {
    const { storage, workspace } = await makeSubject(s3Place(server()));
    await makeTree(workspace, { a: 'a' });
    const { proxy } = server();
    proxy.flow('stalled');
    onTestFinished(() => proxy.flow('open'));
    await expectReason(storage.upload(key, workspace, call(300)), 'STORAGE_UNAVAILABLE');
    const before = proxy.connections();
    const controller = new AbortController();
    const reason = new Error('the caller went away');
    const uploading = storage.upload(key, workspace, call(waitTimeoutMs, controller.signal));
    await waitUntil(() => proxy.connections() > before, { timeoutMs: waitTimeoutMs, what: 'a request' });
    controller.abort(reason);
    await expect(uploading).rejects.toBe(reason);
  });
}

function settingsClauses(server: () => S3Server): void {
  test('may ask for checksums everywhere, and may name no prefix', async () => {
    const place = s3Place(server(), { checksums: 'when_supported', prefix: '' });
    const { storage, workspace, restored } = await makeSubject(place);
    await makeTree(workspace, { a: 'a', b: randomBytes(100_000), empty: '' });
    await storage.upload('no-prefix', workspace, call());
    expect(await blobsOf(place, 'no-prefix')).toHaveLength(2);
    await storage.download('no-prefix', restored, null, call());
    expect(await describeTree(restored)).toEqual(await describeTree(workspace));
    await storage.remove('no-prefix', call());
  });

  test('hold for more objects than one listing has', async () => {
    const place = s3Place(server());
    const { workspace } = await makeSubject(place);
    const { storage } = openStorage(place, { limits: { concurrency: 16 } });
    await mkdir(workspace);
    for (let index = 0; index < 1100; index += 1) await writeFile(path.join(workspace, `${index}`), `${index}`);
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 1100 });
    await writeFile(path.join(workspace, '0'), 'changed');
    expect(await storage.upload(key, workspace, call())).toMatchObject({ sentFiles: 1 });
    await storage.remove(key, call());
    expect(await blobsOf(place, key)).toEqual([]);
  });
}
