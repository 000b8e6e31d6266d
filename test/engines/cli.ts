// Engines for tests by hand:
//   node test/engines/cli.ts ensure [debian|current|podman|registry …]
//   node test/engines/cli.ts run NAME -- COMMAND…
//   node test/engines/cli.ts registry [USER:PASSWORD]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

import { ensureTestImages, testImages } from '../images/images.ts';
import {
  dockerClientDirectory,
  ensure,
  engineNames,
  ensureRegistry,
  isEngineName,
  start,
  startRegistry,
} from './engines.ts';

const usage = `usage: cli.ts ensure [${[...engineNames, 'registry'].join('|')} …]
       cli.ts run ${engineNames.join('|')} -- COMMAND…
       cli.ts registry [USER:PASSWORD]`;

async function ensureAll(names: string[]): Promise<number> {
  for (const name of names.length > 0 ? names : [...engineNames, 'registry']) {
    const startedAt = performance.now();
    if (name === 'registry') await ensureRegistry();
    else if (isEngineName(name)) await ensure(name);
    else return fail(`unknown: ${name}`);
    console.log(`${name}: ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return 0;
}

async function runWithEngine(name: string, command: string[]): Promise<number> {
  const [program, ...programArguments] = command;
  if (!isEngineName(name) || !program) return fail('run needs an engine and a command');
  const engine = await start(name);
  try {
    await ensureTestImages(engine.dockerHost);
    return await runForwardingSignals(program, programArguments, {
      ...process.env,
      PATH: `${process.env['PATH'] ?? ''}:${await dockerClientDirectory()}`,
      DOCKER_HOST: engine.dockerHost,
      SANDKEEP_TEST_ENGINE_NAME: name,
      SANDKEEP_TEST_IMAGE: testImages.base,
    });
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

async function runRegistry(credentials: string | undefined): Promise<number> {
  const [user, password] = credentials?.split(':') ?? [];
  const registry = await startRegistry(user && password ? { htpasswd: { user, password } } : {});
  console.log(registry.host);
  // Signals alone do not keep the program running.
  const keepAlive = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(keepAlive);
  await registry.stop();
  return 0;
}

function fail(message: string): number {
  console.error(`${message}\n${usage}`);
  return 2;
}

async function main([command, ...rest]: string[]): Promise<number> {
  if (command === 'ensure') return await ensureAll(rest);
  if (command === 'registry') return await runRegistry(rest[0]);
  if (command === 'run' && rest[1] === '--') return await runWithEngine(rest[0] ?? '', rest.slice(2));
  return fail(`unknown command: ${[command, ...rest].join(' ')}`);
}

process.exitCode = await main(process.argv.slice(2));
