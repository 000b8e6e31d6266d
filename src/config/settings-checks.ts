// Checks of the settings that look at more than one key.

import { checkMountSource, isAtOrBelow, mountRules } from '../domain/mount-rules.ts';
import type { Settings } from '../domain/settings.ts';
import { maxSocketPathBytes } from './paths.ts';
import { caught, type Finding } from './problems.ts';
import type { FileSettings } from './schema.ts';
import { checkStorage } from './storage-checks.ts';
import { nearestName } from './suggest.ts';

export interface SettingsContext {
  readonly file: FileSettings;
  readonly skillsDir: string;
  /** Also of templates that could not be built. */
  readonly templateNames: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export function checkSettings(settings: Settings, context: SettingsContext): readonly Finding[] {
  const { file, skillsDir, templateNames, env } = context;
  return [
    ...checkPaths(settings),
    ...caught(['skills_dir'], () => checkMountSource(skillsDir, mountRules(settings), 'skills_dir')),
    ...checkDefaultTemplate(settings, templateNames),
    ...checkLimits(settings),
    ...checkStorage(settings, { written: file.storage, skillsDir, env }),
  ];
}

function checkPaths({ paths, runtimes, metrics, backup }: Settings): Finding[] {
  const findings: Finding[] = [];
  const socketBytes = Buffer.byteLength(paths.socketPath);
  if (socketBytes > maxSocketPathBytes) {
    const message = `the path ${JSON.stringify(paths.socketPath)} has ${socketBytes} bytes; a socket can have ${maxSocketPathBytes}`;
    findings.push({ path: ['socket'], message, hint: 'Name a shorter path, such as one below /run.' });
  }
  if (isAtOrBelow(paths.stateDir, paths.dataDir)) {
    const message = 'the state directory lies in data_dir, where sandboxes could reach its secrets';
    findings.push({ path: ['state_dir'], message, hint: 'Put data_dir beside it or in it.' });
  } else if (isAtOrBelow(backup.directory, paths.dataDir)) {
    const message = 'backups lie in data_dir, where sandboxes could reach them';
    findings.push({ path: ['backup', 'directory'], message, hint: 'Name a directory beside it.' });
  }
  if (isAtOrBelow(paths.socketPath, paths.dataDir)) {
    findings.push({
      path: ['socket'],
      message: 'the socket lies in data_dir, where sandboxes could reach it',
      hint: '',
    });
  }
  if (metrics.address?.kind === 'socket' && Buffer.byteLength(metrics.address.path) > maxSocketPathBytes) {
    const message = `longer than the ${maxSocketPathBytes} bytes that a socket can have`;
    findings.push({ path: ['metrics', 'address'], message, hint: 'Name a shorter path.' });
  }
  if (runtimes.fake.enabled && Buffer.byteLength(runtimes.fake.socketPath) > maxSocketPathBytes) {
    const message = `longer than the ${maxSocketPathBytes} bytes that a socket can have`;
    findings.push({ path: ['runtimes', 'fake', 'socket'], message, hint: 'Name a shorter path.' });
  }
  if ((paths.socketMode & 0o600) !== 0o600) {
    findings.push({ path: ['socket_mode'], message: 'its owner could not use the socket', hint: 'Use "0660".' });
  }
  if ((paths.socketDirectoryMode & 0o700) !== 0o700) {
    findings.push({ path: ['socket_directory_mode'], message: 'its owner could not use it', hint: 'Use "0750".' });
  }
  return findings;
}

function checkDefaultTemplate({ defaultTemplate, templates }: Settings, names: readonly string[]): Finding[] {
  const refused = templates.get(defaultTemplate)?.refused ?? null;
  if (refused !== null) {
    const message = `no sandbox is made of template ${JSON.stringify(defaultTemplate)}: ${refused}`;
    return [{ path: ['default_template'], message, hint: 'Name another template.' }];
  }
  if (names.includes(defaultTemplate)) return [];
  const nearest = nearestName(defaultTemplate, names);
  const hint = nearest === null ? `Templates: ${names.join(', ')}.` : `Did you mean "${nearest}"?`;
  return [{ path: ['default_template'], message: `there is no template ${JSON.stringify(defaultTemplate)}`, hint }];
}

function checkLimits({ engine }: Settings): Finding[] {
  const hint = 'Raise the one or lower the other.';
  const findings: Finding[] = [];
  if (engine.execDefaultTimeoutMs > engine.execMaxTimeoutMs) {
    findings.push({ path: ['limits', 'exec_default_timeout'], message: 'longer than limits.exec_max_timeout', hint });
  }
  if (engine.toolDefaultTimeoutMs > engine.toolMaxTimeoutMs) {
    findings.push({ path: ['limits', 'tool_default_timeout'], message: 'longer than limits.tool_max_timeout', hint });
  }
  return findings;
}
