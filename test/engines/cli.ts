// Engines for tests by hand:
//   node test/engines/cli.ts ensure [debian|current|podman|registry …]
//   node test/engines/cli.ts run NAME -- COMMAND…
//   node test/engines/cli.ts registry [USER:PASSWORD]

import { once } from 'node:events';

import { ensure, engineNames, ensureRegistry, isEngineName, startRegistry } from './engines.ts';
import { runWithEngine } from './run-with-engine.ts';

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

async function runCommandWithEngine(name: string, command: string[]): Promise<number> {
  if (!isEngineName(name) || command.length === 0) return fail('run needs an engine and a command');
  return (await runWithEngine(name, command)).exitCode;
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
  if (command === 'run' && rest[1] === '--') return await runCommandWithEngine(rest[0] ?? '', rest.slice(2));
  return fail(`unknown command: ${[command, ...rest].join(' ')}`);
}

process.exitCode = await main(process.argv.slice(2));
