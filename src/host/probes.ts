// One try of a readiness probe. Every connection is its own: nothing is reused, redirected or sent through a proxy.

import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

import type { HttpProbe, ProbeResult, ReadinessProbes } from '../ports/host.ts';
import { errorCode } from './system-errors.ts';

const maxBodyBytes = 64 * 1024;
/**
 * The proxy of an engine accepts for a container in which nothing listens yet, and closes at once. A connection
 * counts when it stays open this long, or when the peer says something.
 */
const settleMs = 50;

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  EPIPE: 'connection closed',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'host not found',
  ETIMEDOUT: 'connection timed out',
};

type Report = (result: ProbeResult) => void;
/** Begins a try and returns what ends it early. */
type Begin = (report: Report) => () => void;

export function createProbes(): ReadinessProbes {
  return {
    http: (probe, timeoutMs, signal) => {
      const what = describeHttp(probe);
      return attempt(what, timeoutMs, signal, (report) => beginHttp(probe, what, report));
    },
    tcp: (host, port, timeoutMs, signal) => {
      const what = `a connection to ${hostAndPort(host, port)}`;
      return attempt(what, timeoutMs, signal, (report) => beginTcp(host, port, what, timeoutMs, report));
    },
  };
}

/** Ends by the first of: the report, the time-out, the signal. */
function attempt(what: string, timeoutMs: number, signal: AbortSignal, begin: Begin): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(() => report(notReady(`${what} had no answer within ${timeoutMs} ms`)), timeoutMs);
    signal.addEventListener('abort', cancel, { once: true });
    let stop: (() => void) | null = null;
    let isOver = false;
    try {
      stop = begin(report);
    } catch (error) {
      report(notReady(`${what}: ${failureText(error)}`));
    }
    if (isOver) stop?.();

    function end(): void {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      stop?.();
    }

    function report(result: ProbeResult): void {
      if (isOver) return;
      end();
      resolve(result);
    }

    function cancel(): void {
      end();
      reject(signal.reason);
    }
  });
}

function beginHttp(probe: HttpProbe, what: string, report: Report): () => void {
  const { host, port, path, headers } = probe;
  const exchange: ClientRequest = request({ host, port, path, headers: { ...headers }, method: 'GET', agent: false });
  exchange.on('response', (response) => drain(response, judge(probe, what, response.statusCode), what, report));
  exchange.on('error', (error) => report(notReady(`${what}: ${failureText(error)}`)));
  exchange.on('close', () => report(notReady(`${what}: connection closed`)));
  exchange.end();
  return () => exchange.destroy();
}

function judge(probe: HttpProbe, what: string, status: number | undefined): ProbeResult {
  return status === probe.expectedStatus ? { ready: true } : notReady(`${what} answered ${status ?? 'nothing'}`);
}

/** A server that dies in the middle of its answer is not ready; one that says more than anybody needs is. */
function drain(response: IncomingMessage, verdict: ProbeResult, what: string, report: Report): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) report(verdict);
  });
  response.on('end', () => report(verdict));
  response.on('error', () => report(notReady(`${what} broke off its answer`)));
}

function beginTcp(host: string, port: number, what: string, timeoutMs: number, report: Report): () => void {
  const socket = connect({ host, port });
  let settled: NodeJS.Timeout | undefined;
  socket.on('connect', () => {
    settled = setTimeout(() => report({ ready: true }), Math.min(settleMs, timeoutMs / 2));
  });
  socket.on('data', () => report({ ready: true }));
  socket.on('end', () => report(notReady(`${what} was accepted and closed at once`)));
  socket.on('error', (error) => report(notReady(`${what}: ${failureText(error)}`)));
  return () => {
    clearTimeout(settled);
    socket.destroy();
  };
}

/** Without the query, which may hold what is not for logs. */
function describeHttp({ host, port, path }: HttpProbe): string {
  return `GET ${path.split('?', 1)[0] ?? ''} on ${hostAndPort(host, port)}`;
}

function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function failureText(error: unknown): string {
  const code = errorCode(error);
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  return failures[code] ?? (code === '' ? 'failed' : code);
}

function notReady(message: string): ProbeResult {
  return { ready: false, message };
}
