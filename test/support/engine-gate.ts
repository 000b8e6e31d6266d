// Which engine the tests of real engines use: the one at DOCKER_HOST, when it answers. SANDKEEP_TEST_ENGINE=required
// makes its absence a failure; otherwise the suite is reported as skipped, with the reason.

import { describe, test } from 'vitest';

import { askEngine } from '../engines/engineApi.ts';

export interface AvailableEngine {
  readonly kind: 'available';
  readonly name: string;
  readonly host: string;
}

export type EngineUnderTest =
  | AvailableEngine
  | { readonly kind: 'missing'; readonly why: string; readonly isRequired: boolean };

/** The engine that DOCKER_HOST names, when it answers. */
export async function engineUnderTest(): Promise<EngineUnderTest> {
  const host = process.env['DOCKER_HOST'] ?? '';
  const isRequired = process.env['SANDKEEP_TEST_ENGINE'] === 'required';
  if (host === '') {
    const why = 'DOCKER_HOST is not set; run it under "node test/engines/cli.ts run debian -- …"';
    return { kind: 'missing', why, isRequired };
  }
  try {
    await askEngine(host, { path: '/_ping' });
    return { kind: 'available', name: process.env['SANDKEEP_TEST_ENGINE_NAME'] ?? 'docker', host };
  } catch (error) {
    return { kind: 'missing', why: `nothing answers at ${host}: ${String(error)}`, isRequired };
  }
}

/** Defines the suite on the engine under test, or says why it cannot run. */
export async function describeWithEngine(title: string, clauses: (engine: AvailableEngine) => void): Promise<void> {
  const engine = await engineUnderTest();
  if (engine.kind === 'available') {
    describe(`${title} (${engine.name})`, () => clauses(engine));
    return;
  }
  if (engine.isRequired) {
    test(`${title}: an engine answers at DOCKER_HOST`, () => {
      throw new Error(`SANDKEEP_TEST_ENGINE=required, but ${engine.why}`);
    });
    return;
  }
  console.warn(`${title} skipped: ${engine.why}`);
  describe.skip(`${title}: ${engine.why}`, () => {
    test('needs an engine', () => {});
  });
}
