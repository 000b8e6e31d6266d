// Checks of the storage that look at more than one key, at other directories, or at the environment.

import { isAtOrBelow, pathsOverlap } from '../domain/mount-rules.ts';
import { isStoragePath } from '../domain/names.ts';
import type { S3Settings, Settings } from '../domain/settings.ts';
import { expandVariables } from './environment.ts';
import type { Finding } from './problems.ts';
import type { FileSettings } from './schema.ts';

export interface StorageContext {
  readonly written: FileSettings['storage'];
  readonly skillsDir: string;
  readonly env: NodeJS.ProcessEnv;
}

export function checkStorage(settings: Settings, context: StorageContext): Finding[] {
  const { storage } = settings;
  const findings = [...checkAllowedPaths(settings), ...checkPools(settings)];
  if (storage.kind === 'directory') findings.push(...checkDirectory(storage.path, settings, context.skillsDir));
  if (storage.kind === 's3') {
    findings.push(...checkService(storage.s3));
    findings.push(...checkCredential('access_key_id', context), ...checkCredential('secret_access_key', context));
  }
  return findings;
}

function checkAllowedPaths({ allowedStoragePaths }: Settings): Finding[] {
  return allowedStoragePaths.flatMap((place, index) => {
    if (isStoragePath(place)) return [];
    const message = `${JSON.stringify(place)} is no relative path of plain names`;
    return [{ path: ['storage', 'allowed_paths', index], message, hint: 'Write something like "team-a/shared".' }];
  });
}

/** A warm sandbox has its directory mounted before it is known whose stored files belong into it. */
function checkPools({ storage, templates }: Settings): Finding[] {
  if (storage.kind === 'none') return [];
  return [...templates.values()].flatMap(({ name, pool, workspace, storeWorkspace }) => {
    if (pool.size === 0 || workspace !== 'session' || !storeWorkspace) return [];
    const message = 'what is stored of a session cannot be brought into a sandbox that runs already';
    const hint = 'Set store_workspace: false, or workspace: sandbox or none.';
    return [{ path: ['templates', name, 'pool', 'size'], message, hint }];
  });
}

/** Copies must not lie where sandboxes reach them, nor where the daemon keeps its secrets. */
function checkDirectory(directory: string, { paths, templates }: Settings, skillsDir: string): Finding[] {
  const { dataDir, stateDir } = paths;
  const at = (message: string): Finding[] => [
    { path: ['storage', 'directory'], message, hint: 'Name a directory of its own, best on another disk.' },
  ];
  if (pathsOverlap(directory, `${dataDir}/workspaces`))
    return at('is, holds or lies in the workspaces it is to outlive');
  if (pathsOverlap(directory, skillsDir)) return at('is, holds or lies in the skills, which every sandbox can read');
  const holdsState = isAtOrBelow(stateDir, directory);
  const liesInState = isAtOrBelow(directory, stateDir) && !isAtOrBelow(directory, dataDir);
  if (holdsState || liesInState) return at('is, holds or lies in the state directory');
  const sharing = [...templates.values()].find(({ workspacePath }) => {
    const [first] = workspacePath?.split('/') ?? [];
    return first !== undefined && pathsOverlap(directory, `${dataDir}/${first}`);
  });
  return sharing === undefined ? [] : at(`is, holds or lies in the workspaces of template ${sharing.name}`);
}

function checkService({ bucket, endpoint }: S3Settings): Finding[] {
  const findings: Finding[] = [];
  if (bucket === '') {
    findings.push({ path: ['storage', 's3', 'bucket'], message: 'missing; kind s3 needs a bucket', hint: '' });
  }
  if (endpoint !== null && !isServiceUrl(endpoint)) {
    findings.push({
      path: ['storage', 's3', 'endpoint'],
      message: 'expected an http or https URL without user, password, query and fragment',
      hint: 'Write something like "http://127.0.0.1:9000"; credentials go to access_key_id and secret_access_key.',
    });
  }
  return findings;
}

function isServiceUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return [url.username, url.password, url.search, url.hash].every((part) => part === '');
}

/** Neither the value nor the variable is named: a secret with a "$" in it would be told by its half (R10). */
function checkCredential(name: 'access_key_id' | 'secret_access_key', { written, env }: StorageContext): Finding[] {
  const expansion = expandVariables(written.s3[name], env);
  const at = (message: string, hint: string): Finding[] => [{ path: ['storage', 's3', name], message, hint }];
  if (expansion.isMalformed) {
    return at('holds a "$" that begins no variable', 'Write "$$" for a dollar, "$NAME" or "${NAME}" for a variable.');
  }
  if (expansion.missing.length > 0) {
    const hint = `Set it, by default ${name === 'access_key_id' ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY'}; "$$" is a dollar.`;
    return at("names a variable that the daemon's environment does not have", hint);
  }
  return expansion.text === '' ? at('is empty', 'Kind s3 needs both credentials.') : [];
}
