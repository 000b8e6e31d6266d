// Where the daemon's socket is when the caller does not say.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The kernel's bound on socket paths, less the final NUL, on the stricter of our systems. */
export const MAX_SOCKET_PATH_BYTES = 103;

const SYSTEM_SOCKET_PATH = '/run/sandkeep/sandkeep.sock';
const MAC_SYSTEM_SOCKET_PATH = '/var/run/sandkeep/sandkeep.sock';

export interface SocketSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeDirectory: string;
  readonly exists: (path: string) => boolean;
}

export function defaultSocketPath(surroundings: SocketSurroundings = thisProcess()): string {
  const { env, exists, platform } = surroundings;
  const named = env['SANDKEEP_SOCKET'];
  if (named) return resolve(named);
  const runtimeDirectory = env['XDG_RUNTIME_DIR'];
  const inState = join(stateDirectory(surroundings), 'run/sandkeep.sock');
  const ownPaths = [...(runtimeDirectory ? [join(runtimeDirectory, 'sandkeep/sandkeep.sock')] : []), inState];
  const own = ownPaths.find((path) => exists(path));
  if (own !== undefined) return own;
  if (platform !== 'darwin') return SYSTEM_SOCKET_PATH;
  return exists(MAC_SYSTEM_SOCKET_PATH) ? MAC_SYSTEM_SOCKET_PATH : inState;
}

/** Of a daemon that its user started. */
function stateDirectory({ env, platform, homeDirectory }: SocketSurroundings): string {
  if (platform === 'darwin') return join(homeDirectory, 'Library/Application Support/sandkeep');
  const stateHome = env['XDG_STATE_HOME'];
  return join(stateHome && isAbsolute(stateHome) ? stateHome : join(homeDirectory, '.local/state'), 'sandkeep');
}

function thisProcess(): SocketSurroundings {
  return { env: process.env, platform: process.platform, homeDirectory: homedir(), exists: existsSync };
}
