// Process entry of sandkeepd: options, signals, exit codes.

import { homedir } from 'node:os';
import { checkConfig } from './config/check.ts';
import { type DaemonOptions, exitCodes, parseDaemonOptions, usageText } from './config/command-line.ts';
import { ConfigError, loadSettings, type LoadOptions } from './config/load.ts';
import { Daemon } from './daemon.ts';
import { Tokens } from './engine/access/tokens.ts';
import { SocketError } from './grpc/socket.ts';
import { type DoctorFinding, found } from './domain/doctor.ts';
import { checkHost, type Repair } from './host/checks.ts';
import { createIds, sha256 } from './host/random-ids.ts';
import { packageVersion } from './host/package-version.ts';
import { systemClock } from './host/system-clock.ts';
import { inspectDatabase } from './store/inspect.ts';
import { restoreDatabase } from './store/restore.ts';
import { openStore } from './store/sqlite-store.ts';
import { StateDirectoryError } from './store/state-directory.ts';

/** Runs until a signal ends it; sets the exit code of the process. */
export async function runDaemon(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv.slice(2));
  if (options === null) {
    process.exitCode = exitCodes.usage;
    return;
  }
  if (options.version) {
    process.stdout.write(`sandkeepd ${packageVersion()}\n`);
    return;
  }
  if (options.help) {
    process.stdout.write(usageText());
    return;
  }
  const config = loadOptions(options.config);
  if (options.checkConfig) {
    const checked = checkConfig(config);
    process.stdout.write(`${checked.text}\n`);
    process.exitCode = checked.ok ? exitCodes.ok : exitCodes.config;
    return;
  }
  if (options.doctor) await examine(config, options.repair ? 'repair' : 'look');
  else if (options.restore !== null) restore(config, options.restore);
  else if (options.createAdminToken) await createAdminToken(config);
  else await serve(config);
}

/** For "sandkeep doctor" while no daemon answers. */
async function examine(config: LoadOptions, repair: Repair): Promise<void> {
  let findings: readonly DoctorFinding[];
  try {
    const { settings } = loadSettings(config);
    const host = await checkHost(settings, systemClock.wallMs(), repair);
    findings = [found('config', 'ok', 'it is valid'), ...host, inspectDatabase(settings.paths.stateDir)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings = [found('config', 'error', error.message, 'sandkeepd --check-config')];
  }
  process.stdout.write(`${JSON.stringify({ findings })}\n`);
}

function restore(config: LoadOptions, copy: string): void {
  try {
    const { stateDir } = loadSettings(config).settings.paths;
    const { replaced } = restoreDatabase(stateDir, copy, systemClock.wallMs());
    process.stdout.write(`restored ${copy}${replaced === null ? '' : `; what was there is ${replaced}`}\n`);
    process.stdout.write('start sandkeepd, then look at "sandkeep recover show"\n');
  } catch (error) {
    const [code, message] = explainFailure(error);
    process.stderr.write(`sandkeepd: ${message}\n`);
    process.exitCode = code;
  }
}

/** Opens what "sandkeep token create" then opens for others. The secret is all of standard output. */
async function createAdminToken(config: LoadOptions): Promise<void> {
  try {
    const { settings } = loadSettings(config);
    const { stateDir } = settings.paths;
    const { maxBatch } = settings.store;
    const store = openStore({
      stateDir,
      clock: systemClock,
      maxBatch,
      ballastBytes: 0,
      onFatal: (error) => exitAtOnce(exitCodes.stateDirectory, error),
    });
    try {
      const options = {
        store,
        clock: systemClock,
        ids: createIds(systemClock),
        hash: sha256,
        settings: () => settings,
      };
      const { secret } = await new Tokens(options).create({ label: 'first admin', role: 'admin', namespaces: null });
      process.stdout.write(`${secret}\n`);
    } finally {
      store.close();
    }
    process.stderr.write('sandkeepd: it is kept nowhere else; set access.tokens: required, and start sandkeepd\n');
  } catch (error) {
    const [code, message] = explainFailure(error);
    process.stderr.write(`sandkeepd: ${message}\n`);
    process.exitCode = code;
  }
}

async function serve(config: LoadOptions): Promise<void> {
  process.on('unhandledRejection', (error) => {
    // Crash-only: what happened is unknown, so a new process starts from what is on disk.
    process.stderr.write(`sandkeepd: unexpected failure: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(exitCodes.failed);
  });
  try {
    const daemon = new Daemon({ config, version: packageVersion(), onFatal: exitAtOnce });
    const stopped = stopOnSignal(daemon);
    await daemon.start();
    await stopped;
    process.exit(exitCodes.ok);
  } catch (error) {
    const [code, message] = explainFailure(error);
    process.stderr.write(`sandkeepd: ${message}\n`);
    process.exit(code);
  }
}

/** The first signal stops the daemon, a second one ends the process at once. */
function stopOnSignal(daemon: Daemon): Promise<void> {
  process.on('SIGHUP', () => {
    daemon.reloadFromSignal().catch((error: unknown) => exitAtOnce(exitCodes.failed, error));
  });
  // With a listener of ours Node opens no debugger on this signal.
  process.on('SIGUSR1', () => daemon.toggleDebug());
  return new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = (): void => {
      if (stopping) process.exit(exitCodes.failed);
      stopping = true;
      daemon.stop().then(resolve, reject);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

function exitAtOnce(code: number, error: unknown): void {
  process.stderr.write(`sandkeepd: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(code);
}

function explainFailure(error: unknown): [number, string] {
  if (error instanceof ConfigError) return [exitCodes.config, error.message];
  if (error instanceof StateDirectoryError) {
    if (error.kind === 'locked') return [exitCodes.anotherDaemon, error.message];
    return [error.kind === 'foreign' ? exitCodes.config : exitCodes.stateDirectory, error.message];
  }
  if (error instanceof SocketError) return [error.inUse ? exitCodes.anotherDaemon : exitCodes.config, error.message];
  return [exitCodes.failed, error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function parseOptions(args: readonly string[]): DaemonOptions | null {
  try {
    return parseDaemonOptions(args);
  } catch (error) {
    process.stderr.write(`sandkeepd: ${error instanceof Error ? error.message : String(error)}\n${usageText()}`);
    return null;
  }
}

function loadOptions(configPath: string | null): LoadOptions {
  return {
    ...(configPath === null ? {} : { configPath }),
    env: process.env,
    homeDir: homedir(),
    isRoot: process.getuid?.() === 0,
    platform: process.platform,
  };
}
