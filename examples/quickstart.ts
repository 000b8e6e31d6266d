// The main job in one run: a sandbox for a conversation, a file in it, the daemon killed, the same sandbox again.
// Everything lives in a temporary directory and is gone afterwards, also after a failure or Ctrl-C.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { connect, type SandkeepClient } from '../src/client/client.ts';
import { askEngine, askEngineJson } from '../test/engines/engineApi.ts';
import { importImage } from '../test/images/images.ts';

const root = join(import.meta.dirname, '..');
const readyTimeoutMs = 30_000;
/** Short, because the path of a Unix socket has at most 103 bytes. */
const temporaryRoot = '/tmp';
const builtImage = 'sandkeep-quickstart:latest';
const dockerHost = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';

const { values: options } = parseArgs({
  options: {
    runtime: { type: 'string', default: 'local' },
    image: { type: 'string', default: process.env['SANDKEEP_TEST_IMAGE'] ?? '' },
  },
});

const directory = realpathSync(mkdtempSync(join(temporaryRoot, 'sandkeep-')));
const socketPath = join(directory, 'run/sandkeep.sock');
const sandboxFile = options.runtime === 'local' ? '/mnt/user-data/workspace/hello.txt' : '/workspace/hello.txt';
let daemon: ChildProcess | null = null;
let client: SandkeepClient | null = null;
let image = options.image;
let imageIsOurs = false;

let isEnding = false;
for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    isEnding = true;
    void cleanUp().finally(() => process.exit(exitCode));
  });
}

try {
  await run();
  console.log('\nIt is the same sandbox, with its file: nothing was lost.');
} catch (error) {
  if (!isEnding) console.error(`\nquickstart failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}

async function run(): Promise<void> {
  assertOptions();
  if (options.runtime === 'docker' && image === '') await step('build an image of busybox', buildImage);
  writeFileSync(join(directory, 'config.yaml'), stringify(config()));
  const api = connect({ socketPath });
  client = api;
  await step('start sandkeepd', async () => {
    await startDaemon(api);
    return options.runtime === 'local'
      ? 'runtime local: commands run on this host (allow_host_exec is set for this run)'
      : `runtime docker, image ${image}`;
  });
  const session = { namespace: '', user: '', session: 'quickstart' };
  const id = await step('acquire a sandbox', async () => {
    const { sandbox, outcome } = await api.acquireSandbox({ session, requestId: 'quickstart-1' });
    return [sandbox?.id ?? '', outcome];
  });
  await step('write a file', async () => {
    const content = Buffer.from('hello from before the crash\n');
    await api.writeFile({ sandboxId: id, path: sandboxFile }, chunks(content));
    return sandboxFile;
  });
  await step('read it back', () => readText(api, id));
  await step('run a command', async () => {
    const result = await api.runExec({ sandboxId: id, argv: ['cat', sandboxFile] });
    return `cat printed ${JSON.stringify(result.stdout.toString())}, exit code ${result.exitCode}`;
  });
  await step('kill -9 the daemon', async () => {
    await endDaemon('SIGKILL');
    return 'no warning, no clean-up';
  });
  await step('start it again', async () => {
    await startDaemon(api);
    return 'it found its sandboxes';
  });
  await step('acquire the same session', async () => {
    const { sandbox, outcome } = await api.acquireSandbox({ session, requestId: 'quickstart-2' });
    if (sandbox?.id !== id) throw new Error(`got ${sandbox?.id}, expected ${id}`);
    return `${sandbox.id}, ${outcome}`;
  });
  await step('read the file', async () => {
    const text = await readText(api, id);
    if (text !== 'hello from before the crash') throw new Error(`the file holds ${JSON.stringify(text)}`);
    return text;
  });
  await step('release it', async () => {
    const { sandbox } = await api.releaseSandbox({ sandboxId: id, mode: 'RELEASE_MODE_DESTROY', wait: true });
    return String(sandbox?.state);
  });
  console.log('\nwhat happened, from the event log:');
  const { events } = await api.listEvents({ filter: { sandboxId: id } });
  for (const event of events) {
    console.log(
      `  ${event.seq.padStart(2)}  ${shortState(event.oldState)} -> ${shortState(event.newState)}  ${event.reason}`,
    );
  }
}

/** A list is what later steps need first, and what is shown after it. */
async function step(name: string, fn: () => Promise<string | readonly [string, ...unknown[]]>): Promise<string> {
  const begunMs = performance.now();
  const result = await fn();
  const shown = typeof result === 'string' ? result : result.join(', ');
  const tookMs = (performance.now() - begunMs).toFixed(1);
  console.log(`${`${tookMs} ms`.padStart(12)}  ${name.padEnd(26)} ${shown}`);
  return typeof result === 'string' ? result : result[0];
}

function assertOptions(): void {
  if (options.runtime !== 'local' && options.runtime !== 'docker') {
    throw new Error(`--runtime is "local" or "docker", not "${options.runtime}"`);
  }
}

/** Of static busybox, loaded through the engine's API; no registry is asked. */
async function buildImage(): Promise<string> {
  // Before the import, so that one that is cut off is cleaned up too.
  imageIsOurs = true;
  try {
    await importImage(dockerHost, builtImage, { behaviour: 'base' });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`no busybox image could be built (${why}); name an image with --image IMAGE`, { cause });
  }
  image = builtImage;
  return builtImage;
}

function config(): object {
  const common = {
    state_dir: join(directory, 'state'),
    data_dir: join(directory, 'data'),
    socket: socketPath,
    log_level: 'warn',
  };
  if (options.runtime === 'local') {
    return {
      ...common,
      default_template: 'local',
      runtimes: { docker: { enabled: false }, local: { allow_host_exec: true } },
    };
  }
  const quickstart = { runtime: 'docker', image, pull: 'missing', security: { class: 'compat' }, stop_grace: '0s' };
  return { ...common, default_template: 'quickstart', templates: { quickstart } };
}

async function startDaemon(api: SandkeepClient): Promise<void> {
  if (isEnding) throw new Error('interrupted');
  const program = join(root, 'bin/sandkeepd.js');
  const flags = ['--max-semi-space-size=1', '--optimize-for-size'];
  const child = spawn(process.execPath, [...flags, program, '--config', join(directory, 'config.yaml')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // A Ctrl-C is for this program, which ends the daemon when its sandboxes are released.
    detached: true,
  });
  daemon = child;
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`sandkeepd ended with code ${String(code)}`);
  });
  // Only a daemon that ends before it is ready is an error here.
  ended.catch(() => undefined);
  await Promise.race([api.waitForReady(readyTimeoutMs), ended]);
}

async function endDaemon(signal: NodeJS.Signals): Promise<void> {
  const child = daemon;
  daemon = null;
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function readText(api: SandkeepClient, id: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const { data } of api.readFile({ sandboxId: id, path: sandboxFile })) parts.push(data);
  return Buffer.concat(parts).toString().trim();
}

async function* chunks(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

function shortState(state: unknown): string {
  return String(state).replace('SANDBOX_STATE_', '').replace('UNSPECIFIED', 'nothing');
}

/** Of a daemon that was dead when this ended: the engine knows what it made. */
async function removeContainers(): Promise<void> {
  const identity = join(directory, 'state/instance-id');
  if (!existsSync(identity)) return;
  const label = `sandkeep.instance=${readFileSync(identity, 'utf8').trim()}`;
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const listed = await askEngineJson(dockerHost, { path: `/containers/json?all=1&filters=${filters}` });
  if (!Array.isArray(listed)) return;
  for (const { Id } of listed as { Id: string }[]) {
    await askEngine(dockerHost, { method: 'DELETE', path: `/containers/${Id}?force=true&v=true` });
  }
}

/** Whatever happened: no container, no process and no directory stays. */
async function cleanUp(): Promise<void> {
  if (client !== null && daemon !== null) {
    await client.releaseAllSandboxes({ all: true, force: true, wait: true }).catch(() => undefined);
  }
  client?.close();
  client = null;
  await endDaemon('SIGTERM');
  if (options.runtime === 'docker') await removeContainers().catch((error: unknown) => console.error(String(error)));
  if (imageIsOurs)
    await askEngine(dockerHost, { method: 'DELETE', path: `/images/${builtImage}?force=true` }).catch(() => undefined);
  rmSync(directory, { recursive: true, force: true });
}
