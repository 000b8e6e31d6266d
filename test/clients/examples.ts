// The programs of examples/clients: each is built, run beside a daemon as daemon.yaml there makes it, and prints what its
// README.md says.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { startDaemon } from '../support/daemon.ts';
import type { Runnable } from './clients.ts';
import { runControlled } from './control.ts';
import { type Difference, differences } from './scenario.ts';

export const examplesDirectory = path.resolve(import.meta.dirname, '../../examples/clients');
const exampleTimeoutMs = 120_000;

export interface ExampleRun {
  readonly failure: string;
  readonly lines: number;
  readonly different: readonly Difference[];
}

export async function runExample(language: string, program: Runnable): Promise<ExampleRun> {
  const daemon = await startDaemon({ config: daemonConfig() });
  try {
    const printed: string[] = [];
    const failure = await runControlled(daemon, {
      ...program,
      workingDirectory: path.join(examplesDirectory, language),
      timeoutMs: exampleTimeoutMs,
      onLine: (line) => printed.push(line),
    });
    const expected = expectedLines(language);
    return { failure, lines: printed.length, different: differences(expected, printed) };
  } finally {
    await daemon.dispose();
  }
}

/** That of daemon.yaml, but for its places, which are of the test. */
function daemonConfig(): Readonly<Record<string, unknown>> {
  const config = parse(readFileSync(path.join(examplesDirectory, 'daemon.yaml'), 'utf8')) as Record<string, unknown>;
  const { state_dir: _state, data_dir: _data, socket: _socket, ...rest } = config;
  return rest;
}

/** The block of text in its README.md. */
function expectedLines(language: string): readonly string[] {
  const readme = readFileSync(path.join(examplesDirectory, language, 'README.md'), 'utf8');
  const block = /```text\n([\s\S]*?)\n```/.exec(readme)?.[1];
  if (block === undefined) throw new Error(`the README.md of ${language} does not say what it prints`);
  return block.split('\n');
}
