// The way to the engine. Requests go through dockerode's modem by one door, because its named methods put the
// whole create body, environment included, into the URL.

import { Agent, type AgentOptions, type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { type Readable, addAbortSignal } from 'node:stream';
import { inspect } from 'node:util';

import type Dockerode from 'dockerode';

import type { Endpoint } from './endpoint.ts';
import { EngineFailure, connectionFailure } from './errors.ts';
import { parseJson, textAt } from './json.ts';

export interface EngineRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Path without version and query. */
  readonly path: string;
  /** Asked before it is known which version both sides speak. */
  readonly unversioned?: true;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: object;
  readonly upload?: Readable;
  /** Credentials of a registry. Secret. */
  readonly registryCredentials?: Readonly<Record<string, string>>;
}

export interface EngineStream {
  readonly headers: IncomingHttpHeaders;
  /** Throws EngineFailure when the connection fails. Leaving the loop destroys the connection. */
  readonly body: AsyncIterable<Buffer>;
  destroy(): void;
}

export interface EngineClientOptions {
  readonly endpoint: Endpoint;
  /** Sockets of short calls, and as many again of streams. */
  readonly maxSockets: number;
}

/** Logs have sockets of their own too: whoever follows many must not keep commands waiting. */
export type StreamPurpose = 'work' | 'log';

/** Bound of one answer held in memory: a list of thousands of containers fits. */
const maxAnswerBytes = 64 * 1024 * 1024;

/** Every status passes the modem, so that what a status means is decided in one place. */
const everyStatus: Readonly<Record<number, true>> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [index + 100, true as const]),
);

const refusedFrom = 300;

export class EngineClient {
  readonly #control: Dockerode;
  readonly #streams: Dockerode;
  readonly #logs: Dockerode;
  readonly #agents: readonly (Agent | TlsAgent)[];
  #apiVersion: string | null = null;
  /** The engine is on this machine. */
  readonly isLocal: boolean;

  constructor(options: EngineClientOptions) {
    // Streams have sockets of their own: long ones must not keep short calls waiting.
    const controlAgent = makeAgent(options);
    const streamAgent = makeAgent(options);
    // How many are open is bounded by whoever asks for them.
    const logAgent = makeAgent({ ...options, maxSockets: Number.POSITIVE_INFINITY });
    this.#agents = [controlAgent, streamAgent, logAgent];
    this.isLocal = options.endpoint.kind === 'unix';
    this.#control = makeDockerode(options.endpoint, controlAgent);
    this.#streams = makeDockerode(options.endpoint, streamAgent);
    this.#logs = makeDockerode(options.endpoint, logAgent);
  }

  /** The API version of every later request, such as "1.41". */
  useApiVersion(version: string): void {
    this.#apiVersion = version;
  }

  /** A short call with a JSON answer; undefined for an empty one. Throws EngineFailure for a refusal. */
  async json(request: EngineRequest, signal: AbortSignal): Promise<unknown> {
    return await readJson(await this.#send(this.#control, request, signal));
  }

  /** A call that may stay open for long, with a JSON answer. Throws EngineFailure for a refusal. */
  async slowJson(request: EngineRequest, signal: AbortSignal): Promise<unknown> {
    return await readJson(await this.#send(this.#streams, request, signal));
  }

  /** The answer as a stream, which the caller reads to its end or destroys. Throws EngineFailure for a refusal. */
  async stream(request: EngineRequest, signal: AbortSignal, purpose: StreamPurpose = 'work'): Promise<EngineStream> {
    const answer = await this.#send(purpose === 'log' ? this.#logs : this.#streams, request, signal);
    if ((answer.statusCode ?? 0) >= refusedFrom) throw await refusalOf(answer);
    return {
      headers: answer.headers,
      body: bytesOf(answer),
      destroy: () => void answer.destroy(),
    };
  }

  /** The raw connection after a protocol upgrade; its owner destroys it. Throws EngineFailure for a refusal. */
  async hijack(request: EngineRequest, signal: AbortSignal): Promise<Socket> {
    const answer = await this.#dial(this.#streams, request, signal, true);
    if (answer instanceof IncomingMessage) throw await refusalOf(answer);
    return answer;
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  async #send(client: Dockerode, request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const answer = await this.#dial(client, request, signal, false);
    if (!(answer instanceof IncomingMessage)) {
      answer.destroy();
      throw new EngineFailure(`${request.path}: unexpected protocol upgrade`, null, 'EPROTO');
    }
    // The modem's signal ends with the request; the answer needs one of its own.
    addAbortSignal(signal, answer);
    return answer;
  }

  async #dial(
    client: Dockerode,
    request: EngineRequest,
    signal: AbortSignal,
    hijack: boolean,
  ): Promise<IncomingMessage | Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | Socket>();
    const version = this.#apiVersion === null || request.unversioned ? '' : `/v${this.#apiVersion}`;
    client.modem.dial(
      {
        path: `${version}${request.path}?`,
        method: request.method,
        options: { _query: request.query ?? {}, _body: request.body ?? {} },
        abortSignal: signal,
        isStream: true,
        statusCodes: everyStatus,
        ...(hijack ? { hijack: true, openStdin: false } : {}),
        ...(request.upload ? { file: request.upload } : {}),
        ...(request.registryCredentials ? { authconfig: request.registryCredentials } : {}),
      },
      (error, answer) => {
        if (error) reject(connectionFailure(error));
        else resolve(answer as IncomingMessage | Socket);
      },
    );
    const answer = await promise;
    // Whoever reads sees the error; one that comes when nobody reads any more must not end the process.
    answer.on('error', () => undefined);
    // The modem does not watch its signal after an upgrade, and an answer may come when nobody waits any more.
    if (signal.aborted) {
      answer.destroy();
      signal.throwIfAborted();
    }
    return answer;
  }
}

function makeAgent(options: EngineClientOptions): Agent | TlsAgent {
  const agentOptions: AgentOptions = { keepAlive: true, maxSockets: options.maxSockets, scheduling: 'lifo' };
  const hasTls = options.endpoint.kind === 'tcp' && options.endpoint.tls !== null;
  const agent = hasTls ? new TlsAgent(agentOptions) : new Agent(agentOptions);
  // The modem prints its options for a debug line on every call, agent and queued sockets included.
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
  return agent;
}

const require = createRequire(import.meta.url);

/** Loaded for the first engine that is found: it brings an SSH client along, which no daemon without one needs. */
function dockerode(): typeof Dockerode {
  return require('dockerode') as typeof Dockerode;
}

function makeDockerode(endpoint: Endpoint, agent: Agent | TlsAgent): Dockerode {
  // The modem fills what is left out from DOCKER_HOST, DOCKER_CERT_PATH and DOCKER_CLIENT_TIMEOUT, and its timeout
  // cuts idle streams; so nothing is left out.
  const nothingElse = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    protocol: 'http',
  } as const;
  const options =
    endpoint.kind === 'unix'
      ? { ...nothingElse, socketPath: endpoint.socketPath, agent }
      : { ...nothingElse, host: endpoint.host, port: endpoint.port, agent };
  const Client = dockerode();
  if (endpoint.kind === 'unix' || endpoint.tls === null) return new Client(options);
  return new Client({ ...options, ...endpoint.tls, protocol: 'https' });
}

async function readJson(answer: IncomingMessage): Promise<unknown> {
  if ((answer.statusCode ?? 0) >= refusedFrom) throw await refusalOf(answer);
  const text = await readBounded(answer);
  if (text === '') return undefined;
  const value = parseJson(text);
  if (value === undefined) throw new EngineFailure('the engine answered something that is not JSON', null, 'EPROTO');
  return value;
}

async function refusalOf(answer: IncomingMessage): Promise<EngineFailure> {
  const text = await readBounded(answer);
  const message = textAt(parseJson(text), 'message') || text.trim();
  return new EngineFailure(message, answer.statusCode ?? 0, null, undefined, answer.headers);
}

async function readBounded(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytesOf(answer)) {
    length += chunk.length;
    if (length > maxAnswerBytes) throw new EngineFailure('the answer of the engine is too large', null, 'EMSGSIZE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* bytesOf(answer: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw connectionFailure(error);
  }
}
