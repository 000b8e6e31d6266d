// Commands without bubblewrap see host paths. Arguments that are virtual paths are mapped whole; in output, host
// paths of the mounts are turned back. Pure text, on segment boundaries both ways, longest prefix first.

import { SandkeepError } from '../../domain/errors.ts';
import { pathBelow } from '../rooted/virtual-path.ts';

export interface PathPair {
  /** Virtual prefix; "/" is allowed. */
  readonly virtual: string;
  readonly host: string;
}

/** Bytes above ASCII are no name bytes: better a wrong name in the output than a host path. */
const nameByte = /[A-Za-z0-9_.-]/;
/** A name does not go on; dots and dashes before a space are punctuation. */
const endOfName = '(?![.-]*[A-Za-z0-9_])';
const maxNameBytes = 255;
/** The end of cut output that could begin a host path is dropped from this length on. */
const minPartialBytes = 2;

/**
 * The argument as the host must see it. EXEC_PATH_NOT_MAPPED when a virtual path is part of a longer text,
 * which cannot be rewritten without knowing its language.
 */
export function mapArgument(argument: string, pairs: readonly PathPair[]): string {
  for (const pair of longestFirst(pairs, 'virtual')) {
    const below = pathBelow(pair.virtual, argument);
    if (below !== null) return joinHost(pair.host, below);
  }
  const virtualPaths = pairs.map((pair) => pair.virtual).filter((virtual) => virtual !== '/');
  if (virtualPaths.length === 0) return argument;
  for (const match of argument.matchAll(anyOf(virtualPaths))) {
    if (isInsideLongerPath(argument, match.index)) continue;
    throw new SandkeepError('EXEC_PATH_NOT_MAPPED', `an argument names ${match[0]} inside other text`, {
      metadata: { path: match[0] },
    });
  }
  return argument;
}

/** Output with host paths of the mounts replaced by virtual ones. */
export function hideHostPaths(output: Buffer, pairs: readonly PathPair[]): Buffer {
  const virtualByHost = new Map<string, string>();
  for (const { virtual, host } of pairs) {
    if (host !== '/') virtualByHost.set(latin1(host), latin1(virtual));
  }
  if (virtualByHost.size === 0) return output;
  // latin1 keeps every byte, so output that is no UTF-8 comes back as it was.
  const text = output.toString('latin1');
  const hidden = text.replace(anyOf([...virtualByHost.keys()]), (host: string, offset: number) => {
    if (isInsideLongerPath(text, offset)) return host;
    const virtual = virtualByHost.get(host) ?? '';
    return virtual === '/' && text[offset + host.length] === '/' ? '' : virtual;
  });
  return Buffer.from(hidden, 'latin1');
}

/** How many bytes at the end of cut output may be the beginning of a host path. */
export function partialHostPathBytes(output: Buffer, pairs: readonly PathPair[]): number {
  let longest = 0;
  for (const { host } of pairs) {
    const bytes = Buffer.from(host);
    for (let length = Math.min(bytes.length - 1, output.length); length >= minPartialBytes; length -= 1) {
      if (!output.subarray(output.length - length).equals(bytes.subarray(0, length))) continue;
      longest = Math.max(longest, length);
      break;
    }
  }
  return longest;
}

function joinHost(host: string, below: string): string {
  if (below === '') return host;
  return host === '/' ? `/${below}` : `${host}/${below}`;
}

/** Matches any of the paths, the longest that fits. */
function anyOf(paths: readonly string[]): RegExp {
  const escaped = [...paths]
    .sort((left, right) => right.length - left.length)
    .map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:${escaped.join('|')})${endOfName}`, 'g');
}

/** "/data/srv" is not "/srv", but "-I/srv" and "file:///srv" name it. */
function isInsideLongerPath(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && offset - before <= maxNameBytes && nameByte.test(text[before] ?? '')) before -= 1;
  return before < offset - 1 && text[before] === '/';
}

function longestFirst(pairs: readonly PathPair[], side: keyof PathPair): PathPair[] {
  return [...pairs].sort((left, right) => right[side].length - left[side].length);
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
