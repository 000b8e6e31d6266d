// Methods made by the one wrapper, served by grpc-js on a real socket, and clients of it.

import path from 'node:path';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

import { connect, SandkeepRpcError, type SandkeepClient } from '../../../src/client/client.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { Tokens } from '../../../src/engine/access/tokens.ts';
import { AccessGuard } from '../../../src/grpc/access-guard.ts';
import { sandkeepV1 } from '../../../src/grpc/definitions.ts';
import { Handlers, type HandlerOptions } from '../../../src/grpc/handler.ts';
import { createAudit } from '../../../src/observe/audit.ts';
import { createTracer } from '../../../src/observe/tracing.ts';
import { createIds, sha256 } from '../../../src/host/random-ids.ts';
import { systemClock } from '../../../src/host/system-clock.ts';
import { openTestStore } from '../../support/store.ts';
import { RecordingLogger, RecordingMetrics } from '../../support/recording-logger.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

export interface Served {
  readonly client: SandkeepClient;
  readonly socketPath: string;
  readonly logger: RecordingLogger;
  readonly metrics: RecordingMetrics;
}

type Options = Partial<Omit<HandlerOptions, 'logger' | 'metrics'>>;

/** Ended when the test ends. */
export async function serve(
  methods: (handlers: Handlers) => UntypedServiceImplementation,
  options: Options = {},
  serverOptions: Record<string, number> = {},
): Promise<Served> {
  const logger = new RecordingLogger();
  const metrics = new RecordingMetrics();
  const { store } = await openTestStore();
  const settings = () => ({ access: { tokens: 'off' } }) as Settings;
  const ids = createIds(systemClock);
  const tokens = new Tokens({ store, clock: systemClock, ids, hash: sha256, settings });
  const audit = createAudit(null, systemClock, logger, metrics);
  const handlers = new Handlers({
    access: new AccessGuard({ store, tokens }, audit),
    logger,
    metrics,
    tracer: createTracer(),
    unaryTimeoutMs: () => 60_000,
    slowReaderTimeoutMs: () => 60_000,
    stopping: new AbortController().signal,
    monotonicMs: () => performance.now(),
    ...options,
  });
  const server = new Server(serverOptions);
  const implementation = methods(handlers);
  for (const service of [sandkeepV1.AdminService, sandkeepV1.EventService, sandkeepV1.FileService]) {
    server.addService(service.service, implementation);
  }
  const socketPath = path.join(await temporaryDirectory('grpc'), 's.sock');
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  const client = connect({ socketPath });
  onTestFinished(() => {
    client.close();
    server.forceShutdown();
  });
  return { client, socketPath, logger, metrics };
}

export async function failureOf(promise: Promise<unknown>): Promise<SandkeepRpcError> {
  const outcome = await promise.then(
    () => new Error('the call succeeded'),
    (error: unknown) => error,
  );
  if (outcome instanceof SandkeepRpcError) return outcome;
  throw outcome;
}
