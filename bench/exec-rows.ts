// Rows about commands: a short one and much output, beside dockerode and a bare grpc-js stream.

import Dockerode from 'dockerode';
import { Agent } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';

import { Client, credentials } from '@grpc/grpc-js';

import type { SandkeepClient } from '../src/client/client.ts';
import type { ContainerEngine } from './container-rows.ts';
import { startDaemon } from './daemon.ts';
import { makeRow, type Row, timePair } from './measure.ts';
import { startProgram } from './process.ts';

export interface ExecRounds {
  readonly echo: number;
  readonly stdout: number;
}

const outputBytes = 100_000_000;
const echo = ['echo', 'hello'];
const flood = ['head', '-c', String(outputBytes), '/dev/zero'];

/** Only on an engine whose execs dockerode speaks. */
export async function execRows(directory: string, engine: ContainerEngine, rounds: ExecRounds): Promise<Row[]> {
  if (engine.name === 'fake') return [];
  const place = { directory: path.join(directory, 'execs'), template: engine.template };
  const daemon = await startDaemon({ ...place, runtimes: engine.runtimes(engine.socketPath) });
  const floorSocket = path.join(directory, 'exec-floor.sock');
  const floorProgram = path.join(import.meta.dirname, 'exec-floor-server.ts');
  const floor = await startProgram([floorProgram, floorSocket, engine.socketPath], '"event":"ready"');
  const floorClient = new Client(`unix:${floorSocket}`, credentials.createInsecure());
  try {
    const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 'execs' } });
    const sandboxId = sandbox?.id ?? '';
    const container = sandbox?.containerName ?? '';
    return [
      await echoRow(daemon.client, engine, sandboxId, container, rounds.echo),
      await streamedEchoRow(daemon.client, engine, sandboxId, container, rounds.echo),
      await stdoutRow(daemon.client, engine, floorClient, sandboxId, container, rounds.stdout),
    ];
  } finally {
    await daemon.client.releaseAllSandboxes({ all: true, force: true, wait: true });
    floorClient.close();
    await floor.stop();
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

async function stdoutRow(
  client: SandkeepClient,
  engine: ContainerEngine,
  floor: Client,
  sandboxId: string,
  container: string,
  rounds: number,
): Promise<Row> {
  const run = async (): Promise<void> => {
    const call = client.exec({ start: { sandboxId, argv: flood } });
    let bytes = 0;
    for await (const { data } of call.output) bytes += data.length;
    if (bytes !== outputBytes) throw new Error(`${bytes} bytes came`);
  };
  const pair = await timePair(rounds, run, () => rawFlood(floor, container), 1);
  const against = 'dockerode and a bare grpc-js stream';
  return makeRow({ name: 'exec_stdout_100mb', unit: 'ms', ...pair, engine: engine.name, against });
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

async function rawFlood(floor: Client, container: string): Promise<void> {
  const same = (bytes: Buffer): Buffer => bytes;
  const request = Buffer.from(JSON.stringify([container, ...flood]));
  const call = floor.makeServerStreamRequest('/floor/exec', same, same, request);
  let bytes = 0;
  for await (const piece of call as AsyncIterable<Buffer>) bytes += piece.length;
  if (bytes < outputBytes) throw new Error(`${bytes} bytes came`);
}
