// The docker adapter against a real engine: the shared contract, and what only engines do.

import { describeWithEngine } from '../support/engine-gate.ts';
import { engineClauses } from './docker/engine.ts';
import { engineFileClauses } from './docker/engine-files.ts';
import { dockerSubject } from './docker/subject.ts';
import { runtimeContract } from './runtime.contract.ts';

await describeWithEngine('docker contract', (engine) => {
  runtimeContract(`docker (${engine.name})`, async () => await dockerSubject(engine));
  engineClauses(engine);
  engineFileClauses(engine);
});
