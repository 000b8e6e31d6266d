// The environment of a command: nothing of the daemon's own but a short allow-list, then what the sandbox and the
// request give. Values are secret: no error names one.

import { invalidField } from '../../domain/errors.ts';

type Environment = Readonly<Record<string, string>>;

const allowedNames = new Set(['PATH', 'LANG', 'TERM', 'TZ', 'USER', 'TMPDIR']);
const allowedPrefix = 'LC_';
const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const isolatedPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Marks every process of a command, so that one that left its process group is still found. */
export const markerName = 'SANDKEEP_COMMAND';

/** What a command on the host gets of the daemon's environment. */
export function scrubbedEnvironment(hostEnvironment: Readonly<Record<string, string | undefined>>): Environment {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(hostEnvironment)) {
    if (value !== undefined && (allowedNames.has(name) || name.startsWith(allowedPrefix))) kept[name] = value;
  }
  return kept;
}

/** What a command in bubblewrap begins with; the host's PATH may name what is not there. */
export function isolatedEnvironment(hostEnvironment: Readonly<Record<string, string | undefined>>): Environment {
  const { TMPDIR: _tmpdir, ...kept } = scrubbedEnvironment(hostEnvironment);
  return { ...kept, PATH: isolatedPath };
}

/** Later layers win. INVALID_FIELD for a name that is none, or a value with NUL. */
export function joinEnvironments(...layers: readonly Environment[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (!namePattern.test(name)) {
        throw invalidField('environment', `${JSON.stringify(name)} is no name of a variable`);
      }
      if (value.includes('\0')) throw invalidField('environment', `the value of ${name} holds NUL`);
      joined[name] = value;
    }
  }
  return joined;
}
