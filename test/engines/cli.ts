// Engines for tests by hand:
//   node test/engines/cli.ts ensure [debian|current|podman|registry|s3|systemd …]
//   node test/engines/cli.ts run NAME -- COMMAND…
//   node test/engines/cli.ts registry [USER:PASSWORD]
//   node test/engines/cli.ts s3
//   node test/engines/cli.ts programs

import { once } from 'node:events';

import {
  allEngineNames,
  ensure,
  ensureRegistry,
  ensureS3Server,
  isEngineName,
  startRegistry,
  startS3Server,
} from './engines.ts';
import { systemdRoot } from './debianRoot.ts';
import { programDirectory } from './programs.ts';
import { runWithEngine } from './run-with-engine.ts';

const ensurable = [...allEngineNames, 'registry', 's3', 'systemd'];
const usage = `usage: cli.ts ensure [${ensurable.join('|')} …]
       cli.ts run ${allEngineNames.join('|')} -- COMMAND…
       cli.ts registry [USER:PASSWORD]
       cli.ts s3
       cli.ts programs`;

async function ensureAll(names: string[]): Promise<number> {
  for (const name of names.length > 0 ? names : ensurable) {
    const startedAt = performance.now();
    if (name === 'registry') await ensureRegistry();
    else if (name === 's3') await ensureS3Server();
    else if (name === 'systemd') await systemdRoot();
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
  await untilSignal();
  await registry.stop();
  return 0;
}

async function runS3(): Promise<number> {
  const server = await startS3Server();
  const { url, bucket, accessKeyId, secretAccessKey } = server;
  console.log(JSON.stringify({ url, bucket, accessKeyId, secretAccessKey }));
  await untilSignal();
  await server.stop();
  return 0;
}

async function printPrograms(): Promise<number> {
  console.log(await programDirectory());
  return 0;
}

async function untilSignal(): Promise<void> {
  // Signals alone do not keep the program running.
  const keepAlive = setInterval(() => undefined, 60_000);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(keepAlive);
}

function fail(message: string): number {
  console.error(`${message}\n${usage}`);
  return 2;
}

async function main([command, ...rest]: string[]): Promise<number> {
  if (command === 'ensure') return await ensureAll(rest);
  if (command === 'registry') return await runRegistry(rest[0]);
  if (command === 's3') return await runS3();
  if (command === 'programs') return await printPrograms();
  if (command === 'run' && rest[1] === '--') return await runCommandWithEngine(rest[0] ?? '', rest.slice(2));
  return fail(`unknown command: ${[command, ...rest].join(' ')}`);
}

process.exitCode = await main(process.argv.slice(2));
