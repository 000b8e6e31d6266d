// Objects in a bucket of an S3-compatible service. The client is large and optional: it is loaded where it is used, and
// at the start, because loading it holds the event loop for a moment.

import { createRequire } from 'node:module';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';

import type { S3Client } from '@aws-sdk/client-s3';

import { hasReason, SandkeepError } from '../domain/errors.ts';
import type { S3Settings } from '../domain/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { ObjectContent, ObjectStore, StoredObject } from './object-store.ts';
import { isAbsentObject, noService, toStorageError } from './s3-errors.ts';

/** Otherwise the client tells the console of a want of sockets. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

type Sdk = typeof import('@aws-sdk/client-s3');

interface Connection {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

const packageName = '@aws-sdk/client-s3';
/** Tries of one request; a whole transfer has its own deadline, and what was sent is not sent again. */
const maxTries = 5;
const firstPauseMs = 200;
const connectTimeoutMs = 10_000;
/** A connection on which nothing moves for so long is given up. */
const silenceTimeoutMs = 60_000;
/** Of all transfers together. */
const maxSockets = 128;
/** A listing that goes on and on ends here: ten million objects. */
const maxPages = 10_000;

type ReadOutcome<T> = { readonly value: T } | { readonly failure: unknown };

/** STORAGE_DENIED when the client is not installed. */
export function s3Objects(settings: S3Settings, clock: Clock): ObjectStore {
  requireClient();
  return new S3Objects(settings, clock);
}

function requireClient(): void {
  try {
    createRequire(import.meta.url).resolve(packageName);
  } catch (error) {
    const what = `storage kind s3 needs the package ${packageName}, which is not installed`;
    throw new SandkeepError('STORAGE_DENIED', what, { metadata: { package: packageName }, cause: error });
  }
}

class S3Objects implements ObjectStore {
  readonly #settings: S3Settings;
  readonly #clock: Clock;
  readonly #agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  };
  readonly #connection: Promise<Connection>;

  constructor(settings: S3Settings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#connection = import('@aws-sdk/client-s3').then((sdk) => ({ sdk, client: this.#makeClient(sdk) }));
    // The first request tells of its failure.
    this.#connection.catch(() => undefined);
  }

  async put(name: string, content: ObjectContent, signal: AbortSignal): Promise<void> {
    await this.#request(`writing ${name}`, signal, async (sdk, client) => {
      const { checksums } = this.#settings;
      const command = new sdk.PutObjectCommand({
        ...this.#named(name),
        Body: bodyOf(content),
        ContentLength: content.length,
        ...(checksums === 'when_supported' ? { ChecksumSHA256: toBase64(content.sha256) } : {}),
      });
      // Signed with the digest that is known, the body is checked by the service and need not be hashed here again.
      command.middlewareStack.add(
        (next) => async (args) => await next(withHeader(args, 'x-amz-content-sha256', content.sha256)),
        { step: 'build', name: 'signKnownDigest' },
      );
      const { ETag } = await client.send(command, { abortSignal: signal });
      if (ETag === undefined) throw noService(`writing ${name}`);
    });
  }

  async get<T>(
    name: string,
    signal: AbortSignal,
    read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T | null> {
    const what = `reading ${name}`;
    const outcome = await this.#request(what, signal, async (sdk, client): Promise<ReadOutcome<T> | null> => {
      const answer = await client
        .send(new sdk.GetObjectCommand(this.#named(name)), { abortSignal: signal })
        .catch(absent);
      if (answer === null) return null;
      try {
        return { value: await read(chunksOf(answer.Body, what)) };
      } catch (error) {
        // Only what befalls the connection is tried again; all else is the reader's own.
        if (hasReason(error, 'STORAGE_UNAVAILABLE')) throw error;
        return { failure: error };
      }
    });
    if (outcome === null) return null;
    if ('failure' in outcome) throw outcome.failure;
    return outcome.value;
  }

  async *list(prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject> {
    const { bucket, prefix: own } = this.#settings;
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const listed = await this.#request(`listing ${prefix}`, signal, async (sdk, client) => {
        const input = { Bucket: bucket, Prefix: own + prefix, Delimiter: '/' };
        const command = new sdk.ListObjectsV2Command(
          token === undefined ? input : { ...input, ContinuationToken: token },
        );
        const answer = await client.send(command, { abortSignal: signal });
        if (answer.Name === undefined) throw noService(`listing ${prefix}`);
        return answer;
      });
      for (const { Key, Size } of listed.Contents ?? []) {
        if (Key?.startsWith(own) && Size !== undefined) yield { name: Key.slice(own.length), size: Size };
      }
      token = listed.NextContinuationToken;
      if (listed.IsTruncated !== true || token === undefined) return;
    }
    throw new SandkeepError('STORAGE_UNAVAILABLE', `listing ${prefix} in the storage does not end`);
  }

  async delete(name: string, signal: AbortSignal): Promise<void> {
    await this.#request(`deleting ${name}`, signal, async (sdk, client) => {
      await client.send(new sdk.DeleteObjectCommand(this.#named(name)), { abortSignal: signal }).catch(absent);
    });
  }

  /** The service answers when it has it. */
  settle(): Promise<void> {
    return Promise.resolve();
  }

  /** A put that was killed leaves nothing. */
  sweep(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#connection.then(({ client }) => client.destroy()).catch(() => undefined);
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  #named(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: this.#settings.prefix + name };
  }

  async #request<T>(what: string, signal: AbortSignal, send: (sdk: Sdk, client: S3Client) => Promise<T>): Promise<T> {
    const { sdk, client } = await this.#connection;
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted();
      try {
        return await send(sdk, client);
      } catch (error) {
        signal.throwIfAborted();
        const failure = toStorageError(error, what);
        if (tries === maxTries || !hasReason(failure, 'STORAGE_UNAVAILABLE')) throw failure;
        await this.#clock.sleep(firstPauseMs * 2 ** (tries - 1), signal);
      }
    }
  }

  /** Everything the client would otherwise look up in the environment, in files or on the network is given here. */
  #makeClient(sdk: Sdk): S3Client {
    const { endpoint, region, pathStyle, checksums, accessKeyId, secretAccessKey } = this.#settings;
    const calculation = checksums === 'when_required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED';
    return new sdk.S3Client({
      ...(endpoint === null ? {} : { endpoint }),
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: pathStyle,
      requestChecksumCalculation: calculation,
      // Every content is compared with its own digest anyway.
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        ...this.#agents,
        connectionTimeout: connectTimeoutMs,
        socketTimeout: silenceTimeoutMs,
        logger: silent,
      },
      // Tried again here, where the body can be made anew.
      maxAttempts: 1,
      retryMode: 'standard',
      defaultsMode: 'standard',
      expectContinueHeader: false,
      followRegionRedirects: false,
      disableMultiregionAccessPoints: true,
      disableS3ExpressSessionAuth: true,
      useArnRegion: false,
      ignoreConfiguredEndpointUrls: true,
      disableClockSkewCorrection: false,
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
      sigv4aSigningRegionSet: [],
      authSchemePreference: [],
      userAgentAppId: 'sandkeep',
    });
  }
}

function absent(error: unknown): null {
  if (isAbsentObject(error)) return null;
  throw error;
}

/** One piece is sent as it is; more are read while they are sent. */
function bodyOf(content: ObjectContent): Uint8Array | Readable {
  const [first, second] = content.chunks();
  if (first !== undefined && second === undefined) return first;
  return Readable.from(content.chunks(), { objectMode: false });
}

function withHeader<T extends { request: unknown }>(args: T, name: string, value: string): T {
  const { request } = args;
  if (typeof request === 'object' && request !== null && 'headers' in request) {
    request.headers = { ...(request.headers as Record<string, string>), [name]: value };
  }
  return args;
}

async function* chunksOf(body: unknown, what: string): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Readable)) throw new SandkeepError('STORAGE_UNAVAILABLE', `${what}: an answer without a body`);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    throw toStorageError(error, what);
  }
}

function ignore(): void {}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
