// Where things are when the config does not say: by user, platform and what systemd passes.

import path from 'node:path';

/** sun_path of macOS holds 104 bytes with the NUL at the end; Linux has room for a few more. */
export const maxSocketPathBytes = 103;

export interface Host {
  readonly env: NodeJS.ProcessEnv;
  readonly homeDir: string;
  readonly isRoot: boolean;
  readonly platform: NodeJS.Platform;
}

export interface DefaultPaths {
  readonly stateDir: string;
  /** Applies while state_dir has its default too; otherwise "data" in state_dir. */
  readonly dataDir: string;
  readonly socketPath: string;
  readonly configFile: string;
}

export function defaultPaths(host: Host): DefaultPaths {
  const base = isOfSystem(host) ? systemPaths(host.platform) : userPaths(host);
  const stateDir = firstDirectory(host.env['STATE_DIRECTORY']);
  const runtimeDir = firstDirectory(host.env['RUNTIME_DIRECTORY']);
  const configDir = firstDirectory(host.env['CONFIGURATION_DIRECTORY']);
  return {
    stateDir: stateDir ?? base.stateDir,
    dataDir: stateDir === null ? base.dataDir : path.join(stateDir, 'data'),
    socketPath: runtimeDir === null ? base.socketPath : path.join(runtimeDir, 'sandkeep.sock'),
    configFile: configDir === null ? base.configFile : path.join(configDir, 'config.yaml'),
  };
}

/** The user that the packages make lives in the state directory, and means by default what its service has. */
function isOfSystem({ isRoot, homeDir, platform }: Host): boolean {
  return isRoot || path.normalize(homeDir) === systemPaths(platform).stateDir;
}

function systemPaths(platform: NodeJS.Platform): DefaultPaths {
  const isMac = platform === 'darwin';
  const stateDir = isMac ? '/Library/Application Support/sandkeep' : '/var/lib/sandkeep';
  return {
    stateDir,
    dataDir: path.join(stateDir, 'data'),
    socketPath: isMac ? '/var/run/sandkeep/sandkeep.sock' : '/run/sandkeep/sandkeep.sock',
    configFile: '/etc/sandkeep/config.yaml',
  };
}

function userPaths({ env, homeDir, platform }: Host): DefaultPaths {
  const configDir = absolute(env['XDG_CONFIG_HOME']) ?? path.join(homeDir, '.config');
  const configFile = path.join(configDir, 'sandkeep/config.yaml');
  if (platform === 'darwin') {
    const stateDir = path.join(homeDir, 'Library/Application Support/sandkeep');
    const socketPath = path.join(stateDir, 'run/sandkeep.sock');
    return { stateDir, dataDir: path.join(stateDir, 'data'), socketPath, configFile };
  }
  const stateDir = path.join(absolute(env['XDG_STATE_HOME']) ?? path.join(homeDir, '.local/state'), 'sandkeep');
  const dataDir = path.join(absolute(env['XDG_DATA_HOME']) ?? path.join(homeDir, '.local/share'), 'sandkeep');
  const runtimeDir = absolute(env['XDG_RUNTIME_DIR']);
  // Without a runtime directory of the session a directory of its own keeps the socket apart from the secrets.
  const socketDir = runtimeDir === null ? path.join(stateDir, 'run') : path.join(runtimeDir, 'sandkeep');
  return { stateDir, dataDir, socketPath: path.join(socketDir, 'sandkeep.sock'), configFile };
}

/** systemd passes several directories with colons between them. */
function firstDirectory(value: string | undefined): string | null {
  return absolute(value?.split(':')[0]);
}

/** XDG says that relative values are ignored. */
function absolute(value: string | undefined): string | null {
  return value !== undefined && path.isAbsolute(value) ? path.normalize(value) : null;
}
