// Who we are to a registry: what "docker login" left in docker's config file, or what its helpers know.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Logger } from './connection.ts';
import { objectAt, parseJson, textAt } from './json.ts';

const helperTimeoutMs = 10_000;
const maxHelperBytes = 64 * 1024;
const dockerHubKey = 'https://index.docker.io/v1/';
/** What a helper gives as the name when the secret is a token. */
const tokenUser = '<token>';

/** In the words of the engine's X-Registry-Auth header. Secret. */
export type RegistryCredentials = Readonly<Record<string, string>>;

/** The registry that an image name points to, as docker's config file names it. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!isHost || first === 'docker.io' || first === 'index.docker.io') return dockerHubKey;
  return first;
}

/** Credentials for an image's registry, or null: most registries need none, and a broken helper is only logged. */
export async function findCredentials(
  image: string,
  dockerConfigDir: string,
  logger: Logger,
  signal: AbortSignal,
): Promise<RegistryCredentials | null> {
  const config = parseJson(await readText(path.join(dockerConfigDir, 'config.json')));
  const registry = registryOf(image);
  const helper = textAt(config, 'credHelpers', registry) || textAt(config, 'credsStore');
  if (helper !== '') {
    try {
      const fromHelper = await askHelper(helper, registry, signal);
      if (fromHelper !== null) return fromHelper;
    } catch (error) {
      // The message names the program and never what it printed.
      logger.warn({ helper, registry, error: describe(error) }, 'the docker credential helper failed');
    }
  }
  return storedCredentials(objectAt(config, 'auths'), registry);
}

/** Pure: the entry of "auths" for a registry, whatever scheme and path its key was saved with. */
export function storedCredentials(
  auths: Readonly<Record<string, unknown>>,
  registry: string,
): RegistryCredentials | null {
  const key = [registry, ...Object.keys(auths)].find(
    (candidate) => candidate in auths && hostOf(candidate) === hostOf(registry),
  );
  if (key === undefined) return null;
  const entry = auths[key];
  const identityToken = textAt(entry, 'identitytoken');
  if (identityToken !== '') return { identitytoken: identityToken, serveraddress: registry };
  const registryToken = textAt(entry, 'registrytoken');
  if (registryToken !== '') return { registrytoken: registryToken, serveraddress: registry };
  const decoded = Buffer.from(textAt(entry, 'auth'), 'base64').toString('utf8').replaceAll('\0', '');
  const colon = decoded.indexOf(':');
  const username = colon > 0 ? decoded.slice(0, colon) : textAt(entry, 'username');
  const password = colon > 0 ? decoded.slice(colon + 1) : textAt(entry, 'password');
  return username === '' ? null : { username, password, serveraddress: registry };
}

/** Null when the helper knows nothing of the registry. Throws when it cannot be asked. */
async function askHelper(helper: string, registry: string, signal: AbortSignal): Promise<RegistryCredentials | null> {
  // The name becomes part of a program's name, and must not become a path.
  if (!/^[\w.-]+$/.test(helper)) throw new Error('its name is not a program name');
  const output = await runHelper(`docker-credential-${helper}`, registry, signal);
  if (output === null) return null;
  const answer = parseJson(output);
  const username = textAt(answer, 'Username');
  const secret = textAt(answer, 'Secret');
  if (secret === '') return null;
  if (username === tokenUser) return { identitytoken: secret, serveraddress: registry };
  return { username, password: secret, serveraddress: registry };
}

async function runHelper(program: string, registry: string, signal: AbortSignal): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const bounds = { timeout: helperTimeoutMs, maxBuffer: maxHelperBytes, killSignal: 'SIGKILL', signal } as const;
  const child = execFile(program, ['get'], bounds, (error, stdout) => {
    if (error === null) resolve(stdout);
    // A helper says that it knows nothing on stdout, with exit code 1.
    else if (/credentials not found/i.test(stdout)) resolve(null);
    else reject(error);
  });
  // A helper that is gone before it reads is reported by its exit.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(registry);
  return await promise;
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return code === 'ENOENT' ? 'the program does not exist' : `exit ${code}`;
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
