// Rows about short commands, beside dockerode.

import Dockerode from 'dockerode';
import { Agent } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';

import type { SandkeepClient } from '../src/client/client.ts';
import type { ContainerEngine } from './container-rows.ts';
import { startDaemon } from './daemon.ts';
import { makeRow, type Row, timePair } from './measure.ts';

const echo = ['echo', 'hello'];

/** Only on an engine whose execs dockerode speaks. */
export async function execRows(directory: string, engine: ContainerEngine, rounds: number): Promise<Row[]> {
  if (engine.name === 'fake') return [];
  const place = { directory: path.join(directory, 'execs'), template: engine.template };
  const daemon = await startDaemon({ ...place, runtimes: engine.runtimes(engine.socketPath) });
  try {
    const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 'execs' } });
    const sandboxId = sandbox?.id ?? '';
    const container = sandbox?.containerName ?? '';
    return [
      await echoRow(daemon.client, engine, sandboxId, container, rounds),
      await streamedEchoRow(daemon.client, engine, sandboxId, container, rounds),
    ];
  } finally {
    await daemon.client.releaseAllSandboxes({ all: true, force: true, wait: true });
    await daemon.stop();
  }
}

async function echoRow(
  client: SandkeepClient,
  engine: ContainerEngine,
  sandboxId: string,
  container: string,
  rounds: number,
): Promise<Row> {
  const run = async (): Promise<void> => {
    const { exitCode } = await client.runExec({ sandboxId, argv: echo });
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}`);
  };
  const pair = await timePair(rounds, run, rawEcho(engine.socketPath, container), 2);
  return makeRow({
    name: 'exec_echo',
    unit: 'ms',
    ...pair,
    engine: engine.name,
    against: 'dockerode exec and inspect',
  });
}

async function streamedEchoRow(
  client: SandkeepClient,
  engine: ContainerEngine,
  sandboxId: string,
  container: string,
  rounds: number,
): Promise<Row> {
  const run = async (): Promise<void> => {
    const call = client.exec({ start: { sandboxId, argv: echo } });
    for await (const { data } of call.output) if (data.length === 0) throw new Error('an empty piece');
    await call.exit;
  };
  const pair = await timePair(rounds, run, rawEcho(engine.socketPath, container), 2);
  const against = 'dockerode exec and inspect';
  return makeRow({ name: 'exec_echo_stream', unit: 'ms', ...pair, engine: engine.name, against });
}

function rawEcho(socketPath: string, container: string): () => Promise<void> {
  // The types do not know that the options reach the HTTP request.
  const options = { socketPath, agent: new Agent({ keepAlive: true }) };
  const docker = new Dockerode(options);
  return async () => {
    const exec = await docker
      .getContainer(container)
      .exec({ Cmd: echo, AttachStdout: true, AttachStderr: true, AttachStdin: false });
    const stream: Duplex = await exec.start({ hijack: true, stdin: false });
    stream.resume();
    await new Promise((resolve) => stream.once('end', resolve));
    const { ExitCode: exitCode } = await exec.inspect();
    if (exitCode !== 0 && exitCode !== null) throw new Error(`exit code ${exitCode}`);
  };
}
