// Where the daemon's socket is when the caller does not say.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The kernel's bound on socket paths, less the final NUL, on the stricter of our systems. */
export const MAX_SOCKET_PATH_BYTES = 103;

const SYSTEM_SOCKET_PATH = '/run/sandkeep/sandkeep.sock';

export interface SocketSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeDirectory: string;
  readonly exists: (path: string) => boolean;
}

export function defaultSocketPath(surroundings: SocketSurroundings = thisProcess()): string {
  const { env, exists } = surroundings;
  const named = env['SANDKEEP_SOCKET'];
  if (named) return resolve(named);
  const runtimeDirectory = env['XDG_RUNTIME_DIR'];
  if (runtimeDirectory) {
    const userPath = join(runtimeDirectory, 'sandkeep/sandkeep.sock');
    if (exists(userPath)) return userPath;
  }
  if (surroundings.platform !== 'darwin' || exists(SYSTEM_SOCKET_PATH)) return SYSTEM_SOCKET_PATH;
  return join(surroundings.homeDirectory, 'Library/Application Support/sandkeep/sandkeep.sock');
}

function thisProcess(): SocketSurroundings {
  return { env: process.env, platform: process.platform, homeDirectory: homedir(), exists: existsSync };
}
