// The docker adapter against a real engine: the shared contract, and what only engines do.

import { describe, test } from 'vitest';

import { engineClauses } from './docker/engine.ts';
import { engineFileClauses } from './docker/engine-files.ts';
import { dockerSubject, engineUnderTest } from './docker/subject.ts';
import { runtimeContract } from './runtime.contract.ts';

const engine = await engineUnderTest();

if (engine.kind === 'available') {
  runtimeContract(`docker (${engine.name})`, async () => await dockerSubject(engine));
  engineClauses(engine);
  engineFileClauses(engine);
} else if (engine.isRequired) {
  test('an engine answers at DOCKER_HOST', () => {
    throw new Error(`SANDKEEP_TEST_ENGINE=required, but ${engine.why}`);
  });
} else {
  console.warn(`docker contract skipped: ${engine.why}`);
  describe.skip(`docker contract: ${engine.why}`, () => {
    test('needs an engine', () => {});
  });
}
