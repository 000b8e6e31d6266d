// The command line of sandkeepd: its options and exit codes, for the process, its help and its manual.

import { parseArgs } from 'node:util';

export const exitCodes = { ok: 0, failed: 1, usage: 64, stateDirectory: 74, anotherDaemon: 75, config: 78 } as const;

/** Of bin/sandkeepd.js, which says it before any of this can be loaded. */
const nodeTooOld = 69;

/** In the order of the codes. */
export const exitCodeMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.ok, 'stopped as asked'],
  [exitCodes.failed, 'unexpected failure, or a second signal; start it again'],
  [exitCodes.usage, 'wrong options'],
  [nodeTooOld, 'Node.js is too old'],
  [exitCodes.stateDirectory, 'the state directory cannot be used, or its disk failed'],
  [exitCodes.anotherDaemon, 'another daemon has the state directory or the socket'],
  [exitCodes.config, "the config is wrong, the socket cannot be made, or the database is another application's"],
];

/** With the name of its value, where it has one. */
export const daemonOptions: readonly (readonly [flags: string, help: string])[] = [
  ['--config FILE', 'read this config instead of the default one'],
  ['--check-config', 'say whether the config is good, and exit'],
  ['--doctor', 'say what is wrong with the state directory and the host as JSON, and exit'],
  ['--repair', 'with --doctor: also do what is safe'],
  ['--restore COPY', 'put a backup in the place of the state database, and exit; no daemon may run'],
  ['--create-admin-token', 'print a new access token of role admin, and exit; no daemon may run'],
  ['--version', 'print the version, and exit'],
  ['--help', 'print this, and exit'],
];

export const synopsis =
  '[--config FILE] [--check-config | --doctor [--repair] | --restore COPY | --create-admin-token] [--version]';

const flagsWidth = 22;

export function usageText(): string {
  const options = daemonOptions.map(([flags, help]) => `  ${flags.padEnd(flagsWidth)}${help}`);
  const codes = exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padEnd(flagsWidth)}${meaning}`);
  return `usage: sandkeepd ${synopsis}\n\n${options.join('\n')}\n\nexit codes:\n${codes.join('\n')}\n`;
}

export interface DaemonOptions {
  readonly config: string | null;
  readonly checkConfig: boolean;
  readonly doctor: boolean;
  readonly repair: boolean;
  readonly restore: string | null;
  readonly createAdminToken: boolean;
  readonly version: boolean;
  readonly help: boolean;
}

/** Throws an error with the words of node:util where an option is unknown or lacks its value. */
export function parseDaemonOptions(args: readonly string[]): DaemonOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      restore: { type: 'string' },
      doctor: { type: 'boolean', default: false },
      repair: { type: 'boolean', default: false },
      'create-admin-token': { type: 'boolean', default: false },
      'check-config': { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    config: values.config ?? null,
    checkConfig: values['check-config'],
    doctor: values.doctor,
    repair: values.repair,
    restore: values.restore ?? null,
    createAdminToken: values['create-admin-token'],
    version: values.version,
    help: values.help,
  };
}
