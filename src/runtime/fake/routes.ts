// Which request does what. A handler answers with a reply, or writes to the response itself.

import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Engine } from './engine.ts';
import type { EventHub } from './event-hub.ts';
import type { Faults } from './faults.ts';
import { Problem } from './problem.ts';
import { type ExecSignal, execSignals } from '../../ports/runtime.ts';
import {
  type ControlCommand,
  controlSchema,
  createSchema,
  execSchema,
  type LogLine,
  type PullLine,
  seedSchema,
  terminalSchema,
} from './protocol.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Incoming {
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Of a route that reads its body as it comes. */
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Services {
  readonly engine: Engine;
  readonly events: EventHub;
  readonly faults: Faults;
  /** Requests by route since the last clear. */
  readonly calls: Map<string, number>;
}

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** For the call counts. */
  readonly name: string;
  /** null: the handler has answered, or goes on answering. */
  readonly handle: (services: Services, incoming: Incoming) => Promise<Reply | null>;
}

const version = '1.0.0';
const apiVersion = '1';
const defaultGraceMs = 10_000;
const defaultLogLines = 100;

export const routes: readonly Route[] = [
  route('GET', '/info', async ({ engine }) => ok({ engineId: engine.engineId, version, apiVersion })),
  route('GET', '/events', async ({ events }, { query, response }) => {
    // Without it from now on.
    events.add(query.get('instance'), numberOf(query, 'sinceMs', Number.MAX_SAFE_INTEGER), response);
    return null;
  }),
  route('GET', '/images', async ({ engine }, { query }) =>
    ok({ digest: engine.images.digest(required(query, 'image')) }),
  ),
  route('POST', '/images/pull', async ({ engine }, { query, response }) => {
    await writeLines(response, engine.images.pull(required(query, 'image')));
    return null;
  }),
  route('GET', '/containers', async ({ engine }, { query }) => ok(engine.list(query.get('instance')))),
  route('POST', '/containers', async ({ engine }, { query, body }) => {
    const id = await engine.create(required(query, 'name'), createSchema.parse(body));
    return { status: 201, body: { id } };
  }),
  route('GET', '/containers/*', async ({ engine }, { key }) => ok(engine.inspect(key))),
  route('DELETE', '/containers/*', async ({ engine }, { key, query }) => {
    await engine.remove(key, query.get('force') === '1' ? 'force' : 'stopped');
    return done;
  }),
  route('POST', '/containers/*/start', async ({ engine }, { key }) => changed(await engine.start(key))),
  route('POST', '/containers/*/stop', async ({ engine }, { key, query }) =>
    changed(await engine.stop(key, numberOf(query, 'graceMs', defaultGraceMs))),
  ),
  route('POST', '/containers/*/pause', async ({ engine }, { key }) => {
    await engine.pause(key);
    return done;
  }),
  route('POST', '/containers/*/unpause', async ({ engine }, { key }) => {
    await engine.unpause(key);
    return done;
  }),
  route('GET', '/containers/*/wait', async ({ engine }, { key }) => ok(await engine.waitExit(key))),
  route('GET', '/containers/*/logs', async ({ engine }, { key, query }) =>
    ok({ lines: engine.logTail(key, numberOf(query, 'lines', defaultLogLines)) }),
  ),
  route('GET', '/containers/*/log-stream', async ({ engine }, { key, query, response }) => {
    const tail = query.get('tail');
    const since = query.get('since');
    const view = {
      tailLines: tail === null ? null : Number(tail),
      sinceNs: since === null ? null : BigInt(since),
      follow: query.get('follow') === '1',
    };
    await writeLines(response, engine.log(key).read(view));
    return null;
  }),
  route('GET', '/containers/*/usage', async ({ engine }, { key }) => ok(await engine.usage(key))),
  route('GET', '/containers/*/size', async ({ engine }, { key }) =>
    ok({ writableLayerBytes: await engine.writableLayerBytes(key) }),
  ),
  route('GET', '/containers/*/root', async ({ engine }, { key }) => ok({ directory: await engine.rootDirectory(key) })),
  route('POST', '/containers/*/exec', async ({ engine }, { key, body }) => {
    return { status: 201, body: { id: await engine.createExec(key, execSchema.parse(body)) } };
  }),
  route('POST', '/execs/*/start', async ({ engine }, { key, request, response }) => {
    await engine.execs.start(key, request, response);
    return null;
  }),
  route('GET', '/execs/*', async ({ engine }, { key }) => ok(engine.execs.view(key))),
  route('GET', '/execs/*/wait', async ({ engine }, { key }) => ok(await engine.execs.wait(key))),
  route('POST', '/execs/*/resize', async ({ engine }, { key, body }) => {
    await engine.execs.resize(key, terminalSchema.parse(body));
    return done;
  }),
  route('POST', '/containers/*/signal', async ({ engine }, { key, query }) => {
    await engine.signalExec(key, required(query, 'mark'), signalOf(required(query, 'signal')));
    return done;
  }),
];

export const controlRoutes: readonly Route[] = [
  route('POST', '/control', async (services, { body }) => {
    await control(services, controlSchema.parse(body));
    return done;
  }),
  route('POST', '/control/seed', async ({ engine }, { body }) => ok({ ids: engine.seed(seedSchema.parse(body)) })),
  route('GET', '/control/calls', async ({ calls }) => ok(Object.fromEntries(calls))),
];

const done: Reply = { status: 204, body: null };

async function control(services: Services, command: ControlCommand): Promise<void> {
  const { engine, events, faults, calls } = services;
  switch (command.action) {
    case 'stop_events':
      return command.mode === 'cut' ? events.cut() : events.silence();
    case 'engine_id':
      return engine.changeEngineId(command.engineId);
    case 'delays':
      Object.assign(engine.delays, command.delays);
      return;
    case 'remove_container':
      return await engine.remove(command.name, 'force');
    case 'crash_container': {
      const { exitCode, oomKilled } = command;
      return await engine.crash(command.name, { exitCode, oomKilled, message: '' });
    }
    case 'mark_dead':
      return await engine.markDead(command.name);
    case 'clear':
      faults.clear();
      events.speak();
      calls.clear();
      return;
    case 'refuse':
    case 'delay':
    case 'drop_after':
    case 'hang':
    case 'status':
    case 'garbage':
    case 'list_empty':
      return faults.add(command);
  }
}

function route(method: string, path: string, handle: Route['handle']): Route {
  const pattern = new RegExp(`^${path.replace('*', '([^/]+)')}$`);
  return { method, pattern, name: `${method} ${path}`, handle };
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function changed(didChange: boolean): Reply {
  return { status: didChange ? 204 : 304, body: null };
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null || value === '') throw new Problem(400, 'bad-request', `the query needs "${name}"`);
  return value;
}

function signalOf(name: string): ExecSignal {
  if (!Object.hasOwn(execSignals, name)) throw new Problem(400, 'bad-request', `there is no signal "${name}"`);
  return name as ExecSignal;
}

function numberOf(query: URLSearchParams, name: string, otherwise: number): number {
  const value = Number(query.get(name) ?? otherwise);
  if (!Number.isFinite(value) || value < 0) throw new Problem(400, 'bad-request', `"${name}" is not a number`);
  return value;
}

/** At the pace of the reader; one that has left ends it with the next line. */
async function writeLines(response: ServerResponse, lines: AsyncIterable<PullLine | LogLine>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  for await (const line of lines) {
    if (response.destroyed) return;
    if (response.write(`${JSON.stringify(line)}\n`)) continue;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        response.off('drain', end).off('close', end);
        resolve();
      };
      response.once('drain', end).once('close', end);
    });
  }
  response.end();
}
