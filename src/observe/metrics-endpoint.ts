// Metrics over HTTP, for a scraper on this host: one path, one method, few connections, and nothing that waits.

import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type ListenOptions } from 'node:net';
import type { MetricsAddress } from '../domain/settings.ts';
import type { Logger } from '../ports/observer.ts';
import { metricsContentType } from './metrics.ts';

const maxConnections = 16;
const requestTimeoutMs = 5000;
const maxHeaderBytes = 8192;
const backlog = 16;
const probeTimeoutMs = 1000;

export interface MetricsEndpoint {
  close(): Promise<void>;
}

export interface MetricsEndpointOptions {
  /** null serves nothing. */
  readonly address: MetricsAddress | null;
  readonly text: () => Promise<string>;
  readonly logger: Logger;
}

/** Null where nothing is served: an address that cannot be had costs the metrics there, not the daemon. */
export async function serveMetrics({ address, text, logger }: MetricsEndpointOptions): Promise<MetricsEndpoint | null> {
  if (address === null) return null;
  const server = serverOf(text);
  try {
    await listen(server, address);
  } catch (error) {
    const shown = address.kind === 'port' ? `${address.host}:${address.port}` : address.path;
    logger.error({ event: 'metrics', err: error, address: shown }, 'metrics are not served at their address');
    return null;
  }
  server.on('error', () => undefined);
  return { close: () => close(server) };
}

function serverOf(text: () => Promise<string>): Server {
  /** Scrapers that come together share one text. */
  let underWay: Promise<string> | null = null;
  const shared = (): Promise<string> => {
    underWay ??= text().finally(() => {
      underWay = null;
    });
    return underWay;
  };
  const limits = { requestTimeout: requestTimeoutMs, maxHeaderSize: maxHeaderBytes };
  const server = createServer(limits, (request, response) => {
    answer(request, response, shared).catch(() => response.destroy());
  });
  server.maxConnections = maxConnections;
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, text: () => Promise<string>): Promise<void> {
  request.resume();
  const [path] = (request.url ?? '').split('?');
  if (path !== '/metrics') return end(response, 404, 'text/plain; charset=utf-8', 'metrics are at /metrics\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return end(response, 405, 'text/plain; charset=utf-8', 'use GET\n');
  }
  end(response, 200, metricsContentType, await text());
}

function end(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  response.end(body);
}

async function listen(server: Server, address: MetricsAddress): Promise<void> {
  if (address.kind === 'port') {
    await bound(server, { host: address.host, port: address.port, backlog });
    return;
  }
  // One that a daemon left which was killed; one that answers is somebody's, and stays.
  if (isSocket(address.path) && !(await answers(address.path))) rmSync(address.path, { force: true });
  await bound(server, { path: address.path, backlog });
  chmodSync(address.path, address.mode);
}

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(probeTimeoutMs, () => end(true));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

function bound(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Connections that are kept open are ended too; Node removes the socket. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
