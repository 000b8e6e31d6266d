// The gRPC server on the Unix socket: services, limits, health, and an end that always comes.

import { Server, ServerCredentials } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { GrpcSettings } from '../domain/settings.ts';
import type { EngineContext } from '../engine/context.ts';
import type { Audit, Metrics } from '../ports/observer.ts';
import { AccessGuard } from './access-guard.ts';
import { sandkeepV1, reflectionV1 } from './definitions.ts';
import { Handlers } from './handler.ts';
import { NamedCalls } from './named-calls.ts';
import { adminService, type DaemonControl } from './services/admin-service.ts';
import { eventService } from './services/event-service.ts';
import { withOutputPieces } from './exec-output.ts';
import { withDataFrames } from './file-data.ts';
import { execService } from './services/exec-service.ts';
import { fileService } from './services/file-service.ts';
import { logService } from './services/log-service.ts';
import { reflectionService } from './services/reflection-service.ts';
import { sandboxService } from './services/sandbox-service.ts';
import { sessionService } from './services/session-service.ts';
import { statsService } from './services/stats-service.ts';
import { templateService } from './services/template-service.ts';
import { toolService } from './services/tool-service.ts';
import { listenOnSocket, type ListeningSocket } from './socket.ts';

const keepAliveTimeoutMs = 10_000;

export interface GrpcServerOptions {
  readonly context: EngineContext;
  readonly daemon: DaemonControl;
  readonly inheritedFd: number | null;
  readonly audit: Audit;
  /** Ends streams when it fires. */
  readonly stopping: AbortSignal;
}

export class GrpcServer {
  readonly #options: GrpcServerOptions;
  readonly #server: Server;
  readonly #health: HealthImplementation;
  readonly #injector: ReturnType<Server['createConnectionInjector']>;
  readonly #handlers: Handlers;
  readonly #connections = new Set<Socket>();
  #socket: ListeningSocket | null = null;

  constructor(options: GrpcServerOptions) {
    this.#options = options;
    const settings = options.context.settings().grpc;
    this.#server = new Server(channelOptions(settings));
    this.#injector = this.#server.createConnectionInjector(ServerCredentials.createInsecure());
    this.#health = new HealthImplementation({ '': 'NOT_SERVING' });
    this.#handlers = handlersOf(options);
    this.#addServices(settings);
  }

  #addServices(settings: GrpcSettings): void {
    const { context, daemon } = this.#options;
    const handlers = this.#handlers;
    const named = new NamedCalls(context.store, context.requests);
    this.#server.addService(sandkeepV1.SandboxService.service, { ...sandboxService(context, handlers, named) });
    this.#server.addService(sandkeepV1.SessionService.service, { ...sessionService(context, handlers, named) });
    this.#server.addService(sandkeepV1.TemplateService.service, { ...templateService(context, handlers) });
    this.#server.addService(sandkeepV1.EventService.service, { ...eventService(context, handlers) });
    this.#server.addService(withOutputPieces(sandkeepV1.ExecService.service), {
      ...execService(context, handlers, named),
    });
    this.#server.addService(withDataFrames(sandkeepV1.FileService.service), {
      ...fileService(context, handlers, named),
    });
    this.#server.addService(sandkeepV1.LogService.service, { ...logService(context, handlers) });
    this.#server.addService(sandkeepV1.StatsService.service, { ...statsService(context, handlers) });
    this.#server.addService(sandkeepV1.ToolService.service, { ...toolService(context, handlers, named) });
    this.#server.addService(sandkeepV1.AdminService.service, { ...adminService(context, handlers, named, daemon) });
    if (settings.reflection) {
      this.#server.addService(reflectionV1.ServerReflection.service, { ...reflectionService(handlers) });
    }
    this.#health.addToServer(this.#server);
  }

  /** Connections of clients and streams under way, for the metrics. */
  recordLevels(metrics: Metrics): void {
    metrics.set('sandkeep_grpc_connections', {}, this.#connections.size);
    const open = [...this.#handlers.openStreams()];
    metrics.replace(
      'sandkeep_grpc_open_streams',
      open.map(([method, value]) => ({ labels: { method }, value })),
    );
  }

  /** SocketError when the socket cannot be had. */
  async listen(): Promise<void> {
    const { store, logger, settings } = this.#options.context;
    const { paths, grpc, access } = settings();
    if (access.tokens === 'required' && store.countTokens() === 0) {
      const remedy = 'stop the daemon and make one: sandkeepd --create-admin-token';
      logger.warn(
        { event: 'access' },
        `access.tokens is required and there is no token, so every call is refused; ${remedy}`,
      );
    }
    this.#socket = await listenOnSocket({
      path: paths.socketPath,
      mode: paths.socketMode,
      directoryMode: paths.socketDirectoryMode,
      group: paths.socketGroup,
      inheritedFd: this.#options.inheritedFd,
      maxConnections: grpc.maxConnections,
      firstByteTimeoutMs: grpc.firstByteTimeoutMs,
      onConnection: (connection) => this.#accept(connection),
    });
  }

  setServing(state: 'SERVING' | 'NOT_SERVING'): void {
    this.#health.setStatus('', state);
    for (const name of serviceNames) this.#health.setStatus(name, state);
  }

  /** Lets calls and streams in flight end within the bound, then ends them. */
  async stop(timeoutMs: number): Promise<void> {
    this.setServing('NOT_SERVING');
    this.#socket?.close();
    // Clients are told to go; a connection ends when its last call has its answer.
    this.#injector.drain(timeoutMs);
    await this.#connectionsEnded(timeoutMs);
    this.#injector.destroy();
    this.#server.forceShutdown();
  }

  async #connectionsEnded(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    const ended = Promise.all([...this.#connections].map((socket) => once(socket, 'close')));
    await Promise.race([ended, late]);
    clearTimeout(timer);
  }

  #accept(connection: Socket): void {
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
    this.#injector.injectConnection(connection);
  }
}

function handlersOf({ context, stopping, audit }: GrpcServerOptions): Handlers {
  return new Handlers({
    access: new AccessGuard(context, audit),
    logger: context.logger,
    metrics: context.metrics,
    tracer: context.tracer,
    unaryTimeoutMs: () => context.settings().grpc.unaryTimeoutMs,
    slowReaderTimeoutMs: () => context.settings().grpc.slowReaderTimeoutMs,
    stopping,
    monotonicMs: () => context.clock.monotonicMs(),
  });
}

const serviceNames = [
  'SandboxService',
  'SessionService',
  'TemplateService',
  'EventService',
  'ExecService',
  'FileService',
  'LogService',
  'StatsService',
  'ToolService',
  'AdminService',
].map((name) => `sandkeep.v1.${name}`);

function channelOptions(settings: GrpcSettings): Record<string, number> {
  return {
    'grpc.max_receive_message_length': settings.maxMessageBytes,
    'grpc.max_send_message_length': settings.maxMessageBytes,
    'grpc.max_concurrent_streams': settings.maxStreamsPerConnection,
    'grpc.keepalive_time_ms': settings.keepAliveIntervalMs,
    'grpc.keepalive_timeout_ms': keepAliveTimeoutMs,
    // Channelz keeps records of sessions that have ended.
    'grpc.enable_channelz': 0,
  };
}
