// Daemon and client in containers on the engine: ports on the bridge, files by their path on the host.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';

import { askEngine, askEngineJson } from '../engines/engineApi.ts';
import { ensureTestImages } from '../images/images.ts';
import { temporary } from '../support/daemon.ts';
import { loadDaemonImage, nodeProgram, packageDirectory } from '../support/daemon-image.ts';
import { describeWithEngine } from '../support/engine-gate.ts';
import { base, containersLabelled, isOnEngine } from '../support/engine-scene.ts';
import { makeId } from '../support/spec.ts';
import { waitUntil } from '../support/wait.ts';

const testTimeoutMs = 240_000;
const patienceMs = 60_000;
const accessHost = 'host.docker.internal';
const image = 'sandkeep-test:daemon';

/** Runs in the second container: acquires, asks the URL of the reply, and writes a file and reads it in the sandbox. */
const clientScript = `
import { connect } from '${packageDirectory}/dist/client/client.js';
const client = connect({ socketPath: '/run/sandkeep/sk.sock' });
await client.waitForReady(30000);
const { sandbox, endpoint } = await client.acquireSandbox({ session: { session: 's1' } });
const answer = await fetch(endpoint.url + '/v1/sandbox');
async function* content() { yield Buffer.from('from a client in a container'); }
await client.writeFile({ sandboxId: sandbox.id, path: '/workspace/note.txt' }, content());
const { stdout } = await client.runExec({ sandboxId: sandbox.id, argv: ['cat', '/workspace/note.txt'] });
const { instanceId } = await client.getInfo({});
console.log(JSON.stringify({ url: endpoint.url, status: answer.status, read: stdout.toString(), workspace: sandbox.workspacePath, instanceId }));
await client.releaseAllSandboxes({ all: true, force: true, wait: true });
client.close();
`;

interface ClientReport {
  readonly url: string;
  readonly status: number;
  readonly read: string;
  readonly workspace: string;
  readonly instanceId: string;
}

await describeWithEngine('a contained daemon', ({ host }) => {
  const timeout = testTimeoutMs;
  test('serves a client in another container, whose URL and files are right (publish_host, access_host, host_data_dir)', {
    timeout,
  }, async () => {
    const directory = temporary();
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    for (const name of ['run', 'state', 'data', 'config']) mkdirSync(path.join(directory, name));
    await ensureTestImages(host);
    await loadDaemonImage(host, image);
    onTestFinished(async () => void (await askEngine(host, { method: 'DELETE', path: `/images/${image}?force=1` })));
    const gateway = await bridgeGateway(host);
    writeFileSync(path.join(directory, 'config/config.yaml'), daemonConfig(directory, gateway));
    writeFileSync(path.join(directory, 'config/client.mjs'), clientScript);

    await runContainer(host, {
      Cmd: [nodeProgram, `${packageDirectory}/bin/sandkeepd.js`, '--config', '/config/config.yaml'],
      Binds: [
        ...sharedBinds(directory),
        `${path.join(directory, 'state')}:/state`,
        `${path.join(directory, 'data')}:/data`,
        `${socketPath(host)}:/engine.sock`,
      ],
    });
    const client = await runContainer(host, {
      Cmd: [nodeProgram, '/config/client.mjs'],
      Binds: sharedBinds(directory),
      ExtraHosts: [`${accessHost}:${gateway}`],
    });
    await waitUntil(async () => (await statusOf(host, client)) === 'exited', {
      timeoutMs: patienceMs,
      what: 'the client ends',
    });
    const report = lastReport(await logsOf(host, client));
    expect(report.url).toMatch(new RegExp(`^http://${accessHost}:\\d+$`));
    expect(report).toMatchObject({ status: 200, read: 'from a client in a container' });
    expect(report.workspace).toMatch(/^\/data\/workspaces\//);
    const onHost = path.join(directory, report.workspace, 'note.txt');
    expect(readFileSync(onHost, 'utf8')).toBe('from a client in a container');
    expect(await containersLabelled(host, `sandkeep.instance=${report.instanceId}`)).toEqual([]);
  });
});

function daemonConfig(directory: string, gateway: string): string {
  return stringify({
    state_dir: '/state',
    data_dir: '/data',
    socket: '/run/sandkeep/sk.sock',
    default_template: 'base',
    runtimes: {
      docker: {
        host: 'unix:///engine.sock',
        publish_host: gateway,
        access_host: accessHost,
        host_data_dir: path.join(directory, 'data'),
      },
      local: { enabled: false },
    },
    templates: { base },
  });
}

function sharedBinds(directory: string): readonly string[] {
  return [`${path.join(directory, 'run')}:/run/sandkeep`, `${path.join(directory, 'config')}:/config`];
}

interface ContainerPlan {
  readonly Cmd: readonly string[];
  readonly Binds: readonly string[];
  readonly ExtraHosts?: readonly string[];
}

/** Started; removed with the test. */
async function runContainer(host: string, { Cmd, ...hostConfig }: ContainerPlan): Promise<string> {
  const name = `contained-${makeId()}`;
  const body = Buffer.from(JSON.stringify({ Image: image, Cmd, HostConfig: hostConfig }));
  await askEngineJson(host, { method: 'POST', path: `/containers/create?name=${name}`, body });
  onTestFinished(async () => {
    await askEngine(host, { method: 'DELETE', path: `/containers/${name}?force=1` });
    expect(await isOnEngine(host, name)).toBe(false);
  });
  await askEngineJson(host, { method: 'POST', path: `/containers/${name}/start` });
  return name;
}

async function statusOf(host: string, container: string): Promise<string> {
  const { State } = (await askEngineJson(host, { path: `/containers/${container}/json` })) as {
    State: { Status: string };
  };
  return State.Status;
}

async function logsOf(host: string, container: string): Promise<string> {
  return (await askEngine(host, { path: `/containers/${container}/logs?stdout=1&stderr=1` })).body;
}

/** The log comes in frames, so the line is looked for in it. */
function lastReport(log: string): ClientReport {
  const line = /\{"url".*\}/.exec(log)?.[0];
  if (line === undefined) throw new Error(`the client reported nothing: ${log}`);
  return JSON.parse(line) as ClientReport;
}

/** The host's address on the network that containers are in; Podman calls it by another name. */
async function bridgeGateway(host: string): Promise<string> {
  for (const network of ['bridge', 'podman']) {
    const answer = await askEngine(host, { path: `/networks/${network}` });
    if (answer.status !== 200) continue;
    const { IPAM } = JSON.parse(answer.body) as { IPAM: { Config: { Gateway?: string; Subnet?: string }[] } };
    const [config] = IPAM.Config;
    const gateway = config?.Gateway ?? config?.Subnet?.replace(/0\/\d+$/, '1');
    if (gateway !== undefined) return gateway;
  }
  throw new Error('the engine has no bridge network');
}

function socketPath(host: string): string {
  return host.replace(/^unix:\/\//, '');
}
