// Which engine is meant: the config, DOCKER_HOST, the current docker context, then the usual sockets.

import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import { SandkeepError } from '../../domain/errors.ts';
import { parseJson, textAt } from './json.ts';

export type Endpoint =
  | { readonly kind: 'unix'; readonly socketPath: string; readonly origin: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls: TlsFiles | null;
      readonly origin: string;
    };

export interface TlsFiles {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface EndpointSources {
  /** From the config, in the syntax of DOCKER_HOST; null when it names none. */
  readonly configuredHost: string | null;
  readonly dockerConfigDir: string;
  /** The daemon's environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sockets tried last, in order. */
  readonly defaultSockets: readonly string[];
}

const defaultTcpPort = 2375;
const defaultTlsPort = 2376;

/** The directory of docker's own client configuration. */
export function dockerConfigDirectory(
  configured: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return configured ?? (environment['DOCKER_CONFIG'] || path.join(homedir(), '.docker'));
}

/** The sockets engines listen on when nobody says otherwise. */
export function usualSockets(
  environment: Readonly<Record<string, string | undefined>>,
  homeDirectory = homedir(),
): readonly string[] {
  const runtimeDirectory = environment['XDG_RUNTIME_DIR'];
  return [
    // Docker Desktop's, which on macOS may be the only one.
    path.join(homeDirectory, '.docker/run/docker.sock'),
    '/var/run/docker.sock',
    ...(runtimeDirectory ? [path.join(runtimeDirectory, 'docker.sock')] : []),
    ...(runtimeDirectory ? [path.join(runtimeDirectory, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
}

/** Finds the engine's address. CONFIG_INVALID when what names it cannot be understood. */
export async function findEndpoint(sources: EndpointSources): Promise<Endpoint> {
  if (sources.configuredHost) return await parseHost(sources.configuredHost, 'runtimes.docker.host', sources);
  const fromEnvironment = sources.environment['DOCKER_HOST'];
  if (fromEnvironment) return await parseHost(fromEnvironment, 'DOCKER_HOST', sources);
  const fromContext = await contextEndpoint(sources);
  if (fromContext) return fromContext;
  for (const socketPath of sources.defaultSockets) {
    if (await exists(socketPath)) return { kind: 'unix', socketPath, origin: 'default path' };
  }
  // Nothing is there yet; the first call names this one in its error.
  return { kind: 'unix', socketPath: '/var/run/docker.sock', origin: 'default path' };
}

/** The endpoint for people: never holds credentials. */
export function describeEndpoint(endpoint: Endpoint): string {
  const address =
    endpoint.kind === 'unix' ? `unix://${endpoint.socketPath}` : `tcp://${endpoint.host}:${endpoint.port}`;
  return `${address} (from ${endpoint.origin})`;
}

async function parseHost(host: string, origin: string, sources: EndpointSources): Promise<Endpoint> {
  const verifyTls = sources.environment['DOCKER_TLS_VERIFY'] ?? '';
  const certificates = sources.environment['DOCKER_CERT_PATH'] || sources.dockerConfigDir;
  return await parseAddress(host, origin, verifyTls === '' ? null : certificates);
}

async function parseAddress(host: string, origin: string, certificates: string | null): Promise<Endpoint> {
  if (host.startsWith('unix://') && host.length > 'unix://'.length) {
    return { kind: 'unix', socketPath: host.slice('unix://'.length), origin };
  }
  if (host.startsWith('/')) return { kind: 'unix', socketPath: host, origin };
  const url = URL.parse(host.includes('://') ? host : `tcp://${host}`);
  if (url === null || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new SandkeepError(
      'CONFIG_INVALID',
      `${origin}: "${withoutUserInfo(host)}" is no engine address; use unix:///path/to.sock or tcp://host:port ` +
        '(for ssh, forward the socket and name the forwarded one)',
      { metadata: { origin } },
    );
  }
  const wantsTls = certificates !== null || url.protocol === 'https:' || url.port === String(defaultTlsPort);
  const tls = wantsTls ? await readTlsFiles(certificates, origin) : null;
  const port = url.port === '' ? (wantsTls ? defaultTlsPort : defaultTcpPort) : Number(url.port);
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, tls, origin };
}

async function contextEndpoint(sources: EndpointSources): Promise<Endpoint | null> {
  const name = sources.environment['DOCKER_CONTEXT'] || (await currentContextName(sources.dockerConfigDir));
  if (name === '' || name === 'default') return null;
  const origin = `docker context "${name}"`;
  // Docker stores a context under the digest of its name.
  const digest = createHash('sha256').update(name).digest('hex');
  const file = path.join(sources.dockerConfigDir, 'contexts/meta', digest, 'meta.json');
  const meta = parseJson(await readText(file));
  const host = textAt(meta, 'Endpoints', 'docker', 'Host');
  if (host === '') {
    throw new SandkeepError('CONFIG_INVALID', `${origin} has no docker endpoint; look with "docker context ls"`, {
      metadata: { context: name, file },
    });
  }
  const tlsDirectory = path.join(sources.dockerConfigDir, 'contexts/tls', digest, 'docker');
  return await parseAddress(host, origin, (await exists(tlsDirectory)) ? tlsDirectory : null);
}

async function currentContextName(dockerConfigDir: string): Promise<string> {
  return textAt(parseJson(await readText(path.join(dockerConfigDir, 'config.json'))), 'currentContext');
}

async function readTlsFiles(directory: string | null, origin: string): Promise<TlsFiles> {
  try {
    if (directory === null) throw new Error('DOCKER_CERT_PATH is not set');
    const [ca, cert, key] = await Promise.all(
      ['ca.pem', 'cert.pem', 'key.pem'].map(async (name) => await readFile(path.join(directory, name))),
    );
    if (!ca || !cert || !key) throw new Error('incomplete');
    return { ca, cert, key };
  } catch (cause) {
    throw new SandkeepError(
      'CONFIG_INVALID',
      `${origin}: TLS needs ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or the docker context`,
      { metadata: { origin }, cause },
    );
  }
}

function withoutUserInfo(host: string): string {
  return host.replace(/\/\/[^/@]*@/, '//***@');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
