// The pattern that says where workspaces lie: different owners must never meet in one directory.

import { isNormalisedPath } from '../domain/mount-rules.ts';
import type { WorkspaceKind } from '../domain/template.ts';

export interface PathFault {
  readonly message: string;
  readonly hint: string;
}

const placeholders: readonly string[] = ['{namespace}', '{user}', '{session}', '{id}'];

export function checkWorkspacePath(pattern: string, kind: WorkspaceKind): PathFault | null {
  const example = 'For example users/{user}/threads/{session}/user-data.';
  if (pattern === '' || !isNormalisedPath(`/${pattern}`)) {
    return { message: 'expected a relative path in data_dir without "..", doubled or trailing slashes', hint: example };
  }
  const used = pattern.match(/\{[^{}/]*\}/g) ?? [];
  const unknown = used.find((name) => !placeholders.includes(name));
  if (unknown !== undefined)
    return { message: `${unknown} stands for nothing`, hint: `Known: ${placeholders.join(' ')}.` };
  if (/[{}]/.test(pattern.replaceAll(/\{[^{}/]*\}/g, ''))) return { message: 'holds a single brace', hint: example };
  // In one segment "a" then "bc" and "ab" then "c" would be the same directory.
  const isAmbiguous = pattern.split('/').some((segment) => (segment.match(/\{/g) ?? []).length > 1);
  if (isAmbiguous) return { message: 'has two placeholders between two slashes', hint: 'Put a "/" between them.' };
  return checkOwner(used, kind);
}

function checkOwner(used: readonly string[], kind: WorkspaceKind): PathFault | null {
  if (used.includes('{id}')) return null;
  if (kind === 'sandbox') return { message: 'needs {id}, or sandboxes would share one workspace', hint: '' };
  if (used.includes('{session}') && used.includes('{user}')) return null;
  return { message: 'needs {user} and {session}, or {id}, or sessions would share one workspace', hint: '' };
}
