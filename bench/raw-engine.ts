// Containers by the engine's own API alone: the floor of what the daemon does with them.

import Dockerode from 'dockerode';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const containerPort = 8080;
const readyPath = '/v1/sandbox';
const pollMs = 5;
const maxPolls = 4000;

export interface RawEngine {
  /** Create, start, inspect, and ask until it is ready; its id. */
  coldStart(name: string, body: object): Promise<string>;
  /** By force, as with a stop grace of 0. */
  remove(id: string): Promise<void>;
}

export function rawDocker(socketPath: string): RawEngine {
  // The types do not know that the options reach the HTTP request.
  const options = { socketPath, agent: new Agent({ keepAlive: true }) };
  const docker = new Dockerode(options);
  return {
    coldStart: async (name, body) => {
      const container = await docker.createContainer({ ...body, name });
      await container.start();
      const { NetworkSettings } = await container.inspect();
      await untilReady(Number(NetworkSettings.Ports[`${containerPort}/tcp`]?.[0]?.HostPort));
      return container.id;
    },
    remove: async (id) => {
      await docker.getContainer(id).remove({ force: true, v: true });
    },
  };
}

const createdSchema = z.object({ id: z.string() });
const inspectedSchema = z.object({ ports: z.array(z.object({ hostPort: z.number() })) });

export function rawFake(socketPath: string): RawEngine {
  const agent = new Agent({ keepAlive: true });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> =>
    await exchange({ socketPath, agent, method, path }, body);
  return {
    coldStart: async (name, body) => {
      const { id } = createdSchema.parse(await ask('POST', `/containers?name=${name}`, body));
      await ask('POST', `/containers/${id}/start`);
      const { ports } = inspectedSchema.parse(await ask('GET', `/containers/${id}`));
      await untilReady(ports[0]?.hostPort ?? 0);
      return id;
    },
    remove: async (id) => {
      await ask('DELETE', `/containers/${id}?force=1`);
    },
  };
}

async function untilReady(port: number): Promise<void> {
  for (let poll = 0; poll < maxPolls; poll += 1) {
    if (await isReady(port)) return;
    await delay(pollMs);
  }
  throw new Error(`port ${port} never answered`);
}

async function isReady(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path: readyPath, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
    });
    sent.on('error', () => resolve(false));
    sent.end();
  });
}

interface Exchange {
  readonly socketPath: string;
  readonly agent: Agent;
  readonly method: string;
  readonly path: string;
}

async function exchange(options: Exchange, body?: object): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request({ ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 500) >= 400) reject(new Error(`${options.method} ${options.path}: ${answer}`));
        else resolve(answer === '' ? null : JSON.parse(answer));
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
