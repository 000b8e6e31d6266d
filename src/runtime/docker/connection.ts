// The engine as the rest of this room uses it: address, client and capability record, made on first use and
// made anew when the daemon connects again.

import type { Clock } from '../../ports/clock.ts';
import { type EngineCapabilities, readCapabilities } from './capabilities.ts';
import { EngineClient } from './client.ts';
import { type Endpoint, describeEndpoint, dockerConfigDirectory, findEndpoint, usualSockets } from './endpoint.ts';

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What every operation works with. */
export interface Engine {
  readonly client: EngineClient;
  readonly capabilities: EngineCapabilities;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Value of the label that makes a container ours. */
  readonly instanceId: string;
  /** From a path on the daemon's host to the path the engine knows it by. */
  readonly translateSource: (hostPath: string) => string;
  /** Our own directory for files on their way. */
  readonly spoolDir: string;
}

export interface ConnectionOptions extends Omit<Engine, 'client' | 'capabilities'> {
  readonly host: string | null;
  readonly dockerConfigDir: string | null;
  readonly maxSockets: number;
}

export class Connection {
  readonly #options: ConnectionOptions;
  #endpoint: Endpoint | null = null;
  #client: EngineClient | null = null;
  #engine: Engine | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The engine of the last connect; connects when there was none. Throws as connect does. */
  async engine(signal: AbortSignal): Promise<Engine> {
    return this.#engine ?? (await this.connect(signal));
  }

  /** Finds the engine and reads who it is. EngineFailure when nothing answers, CONFIG_INVALID when it does not fit. */
  async connect(signal: AbortSignal): Promise<Engine> {
    const { clock, logger, instanceId, translateSource, spoolDir } = this.#options;
    const client = this.#clientOf(await this.#findEndpoint());
    const capabilities = await readCapabilities(client, signal);
    this.#engine = { client, capabilities, clock, logger, instanceId, translateSource, spoolDir };
    const { engine, version, apiVersion } = capabilities;
    logger.info({ engine, version, apiVersion, endpoint: this.describe() }, 'connected to the container engine');
    return this.#engine;
  }

  /** The address for people. */
  describe(): string {
    return this.#endpoint === null ? 'no engine found yet' : describeEndpoint(this.#endpoint);
  }

  close(): void {
    this.#client?.close();
  }

  async #findEndpoint(): Promise<Endpoint> {
    const { host, dockerConfigDir } = this.#options;
    return await findEndpoint({
      configuredHost: host,
      dockerConfigDir: dockerConfigDirectory(dockerConfigDir, process.env),
      environment: process.env,
      defaultSockets: usualSockets(process.env),
    });
  }

  #clientOf(endpoint: Endpoint): EngineClient {
    const isSameAddress = this.#endpoint !== null && describeEndpoint(this.#endpoint) === describeEndpoint(endpoint);
    if (this.#client !== null && isSameAddress) return this.#client;
    this.#client?.close();
    this.#endpoint = endpoint;
    this.#client = new EngineClient({ endpoint, maxSockets: this.#options.maxSockets });
    return this.#client;
  }
}
