// The contract of ports/runtime.ts as tests: every adapter runs all of it, and skips only what its capabilities deny.

import { afterAll, afterEach, beforeAll, describe } from 'vitest';

import { call } from '../support/spec.ts';
import { endingClauses } from './runtime/ending.ts';
import { execClauses } from './runtime/exec.ts';
import { execStreamClauses } from './runtime/exec-streams.ts';
import { failureClauses } from './runtime/failure.ts';
import { fileClauses } from './runtime/files.ts';
import { type ContractSubject, Instances } from './runtime/fixture.ts';
import { lifecycleClauses } from './runtime/lifecycle.ts';
import { logClauses } from './runtime/logs.ts';
import { ownershipClauses } from './runtime/ownership.ts';
import { treeClauses } from './runtime/trees.ts';
import { usageClauses } from './runtime/usage.ts';

export type { ContractImages, ContractSubject } from './runtime/fixture.ts';

const testTimeoutMs = 60_000;
const setupTimeoutMs = 180_000;

/** `make` is called once; the subject must be fresh, for nothing of another run may carry its instance ids. */
export function runtimeContract(name: string, make: () => Promise<ContractSubject>): void {
  describe(`runtime contract: ${name}`, { timeout: testTimeoutMs }, () => {
    let instances: Instances | undefined;

    function current(): Instances {
      if (instances === undefined) throw new Error('the subject was not made');
      return instances;
    }

    beforeAll(async () => {
      const subject = await make();
      instances = new Instances(subject, await subject.runtime.connect(call()));
    }, setupTimeoutMs);

    afterEach(async () => await instances?.removeAll(), testTimeoutMs);

    afterAll(async () => {
      await instances?.runtime.close();
      await instances?.subject.cleanup();
    }, setupTimeoutMs);

    lifecycleClauses(current);
    endingClauses(current);
    ownershipClauses(current);
    execClauses(current);
    execStreamClauses(current);
    logClauses(current);
    usageClauses(current);
    fileClauses(current);
    treeClauses(current);
    failureClauses(current);
  });
}
