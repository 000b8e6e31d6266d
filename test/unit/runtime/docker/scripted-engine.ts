// An engine that answers as it is told: for answers that no real engine can be made to give on demand.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';

import { onTestFinished } from 'vitest';

import { createDockerRuntime } from '../../../../src/runtime/docker/docker-runtime.ts';
import { ownershipLabels } from '../../../../src/domain/runtime-spec.ts';
import type { InstanceSpec } from '../../../../src/domain/runtime-spec.ts';
import type { Runtime } from '../../../../src/ports/runtime.ts';
import { makeId, makeSpec } from '../../../support/spec.ts';
import { temporaryDirectory } from '../../../support/temporary.ts';
import { quietLogger, systemClock } from '../../../contract/docker/support.ts';

export interface Asked {
  readonly method: string;
  /** Without version. */
  readonly path: string;
  readonly url: string;
  readonly body: Record<string, unknown>;
}

/** What is answered; "hang" never answers, "reset" closes the connection. */
export type Answer = { readonly status: number; readonly body?: unknown } | 'hang' | 'reset';
export type Script = (asked: Asked) => Answer | undefined;

export interface ScriptedEngine {
  readonly asked: readonly Asked[];
  readonly runtime: Runtime;
  readonly instanceId: string;
  readonly spec: InstanceSpec;
}

export const dockerVersion = { Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12', Components: [] };
export const dockerInfo = {
  ID: 'THE-ENGINE',
  Plugins: { Log: ['json-file', 'local'] },
  InitBinary: 'docker-init',
  MemoryLimit: true,
  SwapLimit: true,
  CpuCfsQuota: true,
  PidsLimit: true,
  SecurityOptions: ['name=seccomp,profile=default'],
  Runtimes: { runc: {} },
};

export async function scriptedEngine(script: Script): Promise<ScriptedEngine> {
  const directory = await temporaryDirectory('engine');
  const socketPath = path.join(directory, 'engine.sock');
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response, script, asked));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const instanceId = makeId();
  const runtime = createDockerRuntime({
    name: 'docker',
    instanceId,
    host: `unix://${socketPath}`,
    dockerConfigDir: directory,
    maxSockets: 4,
    fileTransferMaxBytes: 1_000_000,
    spoolDir: directory,
    logger: quietLogger,
    clock: systemClock,
  });
  onTestFinished(async () => {
    await runtime.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { asked, runtime, instanceId, spec: makeSpec({ instanceId }) };
}

/** What inspect says of a container made from this create body. */
export function inspectionOf(spec: InstanceSpec, instanceId: string, changes: Record<string, unknown> = {}): unknown {
  return {
    Id: 'c0ffee',
    Name: `/${spec.ref.name}`,
    Image: 'sha256:1234',
    State: { Status: 'created', ExitCode: 0 },
    Config: {
      User: spec.user ?? '',
      Labels: {
        ...spec.labels,
        [ownershipLabels.instance]: instanceId,
        [ownershipLabels.sandbox]: spec.ref.sandboxId,
        [ownershipLabels.generation]: String(spec.ref.generation),
      },
    },
    HostConfig: {
      CapDrop: ['ALL'],
      CapAdd: ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_SETGID', 'CAP_SETUID'],
      SecurityOpt: ['no-new-privileges:true'],
      Memory: spec.limits.memoryBytes,
      MemorySwap: spec.limits.memoryBytes,
      NanoCpus: spec.limits.cpus * 1e9,
      PidsLimit: spec.limits.pids,
      NetworkMode: spec.network,
      PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
      ...changes,
    },
    NetworkSettings: { Ports: {} },
    Mounts: [],
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  script: Script,
  asked: Asked[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = request.url ?? '';
  const text = Buffer.concat(chunks).toString('utf8');
  const one: Asked = {
    method: request.method ?? '',
    path: url.replace(/^\/v[\d.]+/, '').replace(/\?.*$/, ''),
    url,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
  asked.push(one);
  const given = script(one) ?? ownAnswer(one) ?? { status: 500, body: { message: `no script for ${url}` } };
  if (given === 'hang') return;
  if (given === 'reset') {
    request.socket.destroy();
    return;
  }
  response.writeHead(given.status, { 'content-type': 'application/json' });
  response.end(given.body === undefined ? '' : JSON.stringify(given.body));
}

function ownAnswer(asked: Asked): Answer | undefined {
  if (asked.path === '/version') return { status: 200, body: dockerVersion };
  if (asked.path === '/info') return { status: 200, body: dockerInfo };
  return undefined;
}
