// The few requests tests make to an engine's HTTP API themselves, without any client library.

import { request, type RequestOptions } from 'node:http';

export interface EngineAnswer {
  status: number;
  body: string;
}

export interface EngineRequest {
  method?: string;
  path: string;
  body?: Buffer;
  contentType?: string;
  timeoutMs?: number;
}

function addressOf(dockerHost: string): RequestOptions {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  if (dockerHost.startsWith('/')) return { socketPath: dockerHost };
  const { hostname, port } = new URL(dockerHost.replace(/^tcp:/, 'http:'));
  return { host: hostname, port };
}

/** One request with one deadline for the whole exchange. `dockerHost` is a DOCKER_HOST value or a socket path. */
export async function askEngine(dockerHost: string, asked: EngineRequest): Promise<EngineAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<EngineAnswer>();
  const outgoing = request(
    {
      ...addressOf(dockerHost),
      method: asked.method ?? 'GET',
      path: asked.path,
      headers: {
        host: 'engine',
        ...(asked.body
          ? { 'content-type': asked.contentType ?? 'application/json', 'content-length': asked.body.length }
          : {}),
      },
      // A connection that is kept would hold the engine's shutdown back.
      agent: false,
      signal: AbortSignal.timeout(asked.timeoutMs ?? 30_000),
    },
    (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    },
  );
  outgoing.on('error', (error) =>
    reject(new Error(`${asked.method ?? 'GET'} ${asked.path}: ${error.message}`, { cause: error })),
  );
  outgoing.end(asked.body);
  return await promise;
}

/** The engine's answer as JSON, or an error with the engine's own words. */
export async function askEngineJson(dockerHost: string, asked: EngineRequest): Promise<unknown> {
  const answer = await askEngine(dockerHost, asked);
  if (answer.status >= 400)
    throw new Error(`${asked.method ?? 'GET'} ${asked.path}: ${answer.status} ${answer.body.trim()}`);
  return answer.body ? (JSON.parse(answer.body) as unknown) : undefined;
}
