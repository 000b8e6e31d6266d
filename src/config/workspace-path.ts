// The pattern that says where workspaces lie: different owners must never meet in one directory.

import { isNormalisedPath } from '../domain/mount-rules.ts';
import type { WorkspaceKind } from '../domain/template.ts';

export interface PathFault {
  readonly message: string;
  readonly hint: string;
}

/** With an encoded name and a suffix a segment stays below the 255 bytes of a file name. */
const maxSegmentCharacters = 40;
/** Directories of data_dir that hold something else; a user or session may not be able to name them. */
const takenDirectories: ReadonlySet<string> = new Set(['workspaces', 'skills', 'storage']);

const placeholders: readonly string[] = ['{namespace}', '{user}', '{session}', '{id}'];

/** Whether owners of two namespaces can never meet. */
export function keepsNamespacesApart(pattern: string): boolean {
  return /\{(namespace|id)\}/.test(pattern);
}

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
  const fault = pattern
    .split('/')
    .map(checkSegment)
    .find((found) => found !== null);
  if (fault !== undefined) return fault;
  const first = pattern.split('/')[0] ?? '';
  if (first.includes('{') || takenDirectories.has(first)) {
    return { message: 'must begin with a directory of its own in data_dir', hint: example };
  }
  return checkOwner(used, kind);
}

function checkSegment(segment: string): PathFault | null {
  const holders = segment.match(/\{[^{}]*\}/g) ?? [];
  // In one segment "a" then "bc" and "ab" then "c" would be the same directory.
  if (holders.length > 1) {
    return { message: 'has two placeholders between two slashes', hint: 'Put a "/" between them.' };
  }
  const fixed = segment.replaceAll(/\{[^{}]*\}/g, '');
  if (fixed.length <= maxSegmentCharacters && /^[A-Za-z0-9._-]*$/.test(fixed)) return null;
  return {
    message: `has a directory with more than ${maxSegmentCharacters} characters, or others than letters, digits, ".", "_" and "-"`,
    hint: '',
  };
}

function checkOwner(used: readonly string[], kind: WorkspaceKind): PathFault | null {
  if (used.includes('{id}')) return null;
  if (kind === 'sandbox') return { message: 'needs {id}, or sandboxes would share one workspace', hint: '' };
  if (used.includes('{session}') && used.includes('{user}')) return null;
  return { message: 'needs {user} and {session}, or {id}, or sessions would share one workspace', hint: '' };
}
