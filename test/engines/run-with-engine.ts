// A command with an engine of its own for as long as it runs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

import { ensureTestImages, testImages } from '../images/images.ts';
import { dockerClientDirectory, type Engine, type EngineName, start } from './engines.ts';

export interface CommandOnEngine {
  readonly exitCode: number;
  readonly engine: Engine;
}

/** With DOCKER_HOST, SANDKEEP_TEST_ENGINE_NAME and SANDKEEP_TEST_IMAGE, the test images loaded. */
export async function runWithEngine(name: EngineName, command: readonly string[]): Promise<CommandOnEngine> {
  const [program = '', ...programArguments] = command;
  const engine = await start(name);
  try {
    await ensureTestImages(engine.dockerHost);
    const exitCode = await runForwardingSignals(program, programArguments, {
      ...process.env,
      PATH: `${process.env['PATH'] ?? ''}:${await dockerClientDirectory()}`,
      DOCKER_HOST: engine.dockerHost,
      SANDKEEP_TEST_ENGINE_NAME: name,
      SANDKEEP_TEST_IMAGE: testImages.base,
    });
    return { exitCode, engine };
  } finally {
    await engine.stop();
  }
}

async function runForwardingSignals(
  program: string,
  programArguments: string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(program, programArguments, { env: environment, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal ? constants.signals[signal] : 0);
  } catch (error) {
    console.error(String(error));
    return 127;
  } finally {
    for (const name of signals) process.off(name, forward);
  }
}
