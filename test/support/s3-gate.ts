// Which tests of an S3 service run: those on a machine where the service can be had. SANDKEEP_TEST_ENGINE=required makes
// its absence a failure; otherwise the suite is reported as skipped, with the reason.

import { afterAll, beforeAll, describe, test } from 'vitest';

import { ensureS3Server, type S3Options, type S3Server, startS3Server } from '../engines/engines.ts';

const setupTimeoutMs = 600_000;

/** Defines the suite, or says why it cannot run. */
export async function describeWithS3(title: string, clauses: () => void): Promise<void> {
  const why = await missingBecause();
  if (why === null) {
    describe(title, clauses);
    return;
  }
  if (process.env['SANDKEEP_TEST_ENGINE'] === 'required') {
    test(`${title}: an S3 service can be started`, () => {
      throw new Error(`SANDKEEP_TEST_ENGINE=required, but ${why}`);
    });
    return;
  }
  console.warn(`${title} skipped: ${why}`);
  describe.skip(`${title}: ${why}`, () => {
    test('needs an S3 service', () => {});
  });
}

/** A service for the suite that this is called in. */
export function useS3Server(options: S3Options = {}): () => S3Server {
  let server: S3Server | undefined;
  beforeAll(async () => {
    server = await startS3Server(options);
  }, setupTimeoutMs);
  afterAll(async () => await server?.stop(), setupTimeoutMs);
  return () => {
    if (server === undefined) throw new Error('the S3 service was not started');
    return server;
  };
}

async function missingBecause(): Promise<string | null> {
  try {
    await ensureS3Server();
    return null;
  } catch (error) {
    return `the S3 service cannot be built: ${String(error).split('\n')[0] ?? ''}`;
  }
}
