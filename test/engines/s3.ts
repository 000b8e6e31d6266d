// An S3 service on loopback: a gateway whose objects are files of a directory, with credentials of the test.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { builtGoPrograms } from './cache.ts';
import {
  createOwnedDirectory,
  destroyOwnedDirectory,
  endOwnedProcess,
  type OwnedProcessHandle,
  startOwnedProcess,
  sweepAbandonedDirectories,
} from './ownedDirectory.ts';
import { startTcpProxy, type TcpProxy } from './tcpProxy.ts';

const startTimeoutMs = 30_000;
const program = 'versitygw';

export interface S3Server {
  /** Endpoint that clients are told. */
  url: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Holds the objects of the bucket as files. */
  bucketDirectory: string;
  /** What every request passes through; tests cut it. */
  proxy: TcpProxy;
  stop(): Promise<void>;
  /** Ends the service and starts it again with the same data and address, doing `between` while it is down. */
  restart(between?: () => Promise<void>): Promise<void>;
}

export interface S3Options {
  /** Where the objects are, instead of in a directory that goes away with the service. */
  dataDirectory?: string;
  readOnly?: boolean;
}

/** Builds the gateway when it is missing; returns its program. */
export async function ensureS3Server(): Promise<string> {
  const programs = await builtGoPrograms('s3', [
    { package: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0' },
  ]);
  return path.join(programs, program);
}

export async function startS3Server(options: S3Options = {}): Promise<S3Server> {
  await ensureS3Server();
  await sweepAbandonedDirectories();
  const directory = await createOwnedDirectory();
  const region = 'us-east-1';
  const bucket = 'sandkeep-test';
  const accessKeyId = 'test-key-id';
  const secretAccessKey = 'a-secret-of-the-test';
  const socketPath = path.join(directory, 's3.sock');
  const dataDirectory = options.dataDirectory ?? path.join(directory, 'data');
  const proxy = await startTcpProxy(socketPath);
  const globalArguments = ['--port', socketPath, '--region', region, '--keep-alive'];
  if (options.readOnly) globalArguments.push('--readonly');
  const startService = async (): Promise<OwnedProcessHandle> => {
    const running = await startOwnedProcess(directory, {
      program: await ensureS3Server(),
      programArguments: [...globalArguments, 'posix', dataDirectory],
      environment: { ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    });
    await running.waitUntil(async () => await answers(proxy.url), startTimeoutMs);
    return running;
  };
  try {
    await mkdir(path.join(dataDirectory, bucket), { recursive: true });
    let running = await startService();
    let stopping: Promise<void> | undefined;
    return {
      url: proxy.url,
      region,
      bucket,
      accessKeyId,
      secretAccessKey,
      bucketDirectory: path.join(dataDirectory, bucket),
      proxy,
      stop: async () => {
        stopping ??= proxy.close().then(async () => await destroyOwnedDirectory(directory, [running]));
        await stopping;
      },
      restart: async (between) => {
        await endOwnedProcess(running, 'SIGTERM');
        await between?.();
        running = await startService();
      },
    };
  } catch (error) {
    await proxy.close();
    await destroyOwnedDirectory(directory, []);
    throw error;
  }
}

/** Refused for want of a signature, but answered. */
async function answers(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 403;
  } catch {
    return false;
  }
}
