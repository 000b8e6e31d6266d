// The storage of workspaces, the same clauses for a directory and for an S3 service.

import { describe } from 'vitest';

import { describeWithS3, useS3Server } from '../support/s3-gate.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { directoryClauses } from './blob/directory.ts';
import { failureClauses } from './blob/failures.ts';
import { killClauses } from './blob/kills.ts';
import { s3Clauses } from './blob/s3.ts';
import { directoryPlace, s3Place, type StoragePlace } from './blob/subject.ts';
import { transferClauses } from './blob/transfers.ts';

const testTimeoutMs = 120_000;

describe('workspaces stored in a directory', { timeout: testTimeoutMs }, () => {
  clauses(async () => directoryPlace(await temporaryDirectory('storage')));
  directoryClauses();
});

await describeWithS3('workspaces stored in an S3 bucket', () => {
  describe('of a service', { timeout: testTimeoutMs }, () => {
    const server = useS3Server();
    clauses(() => Promise.resolve(s3Place(server())));
    s3Clauses(server);
  });
});

function clauses(makePlace: () => Promise<StoragePlace>): void {
  transferClauses(makePlace);
  killClauses(makePlace);
  failureClauses(makePlace);
}
