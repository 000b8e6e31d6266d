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
  const filter = new HostPathFilter(pairs);
  return Buffer.concat([filter.push(output), filter.end()]);
}

/** The same for output that comes in pieces: what may be the beginning of a host path waits for the next one. */
export class HostPathFilter {
  readonly #pairs: readonly PathPair[];
  /** What was passed on last, for a path may begin in the middle of a name. */
  #before = '';
  #waiting = '';

  constructor(pairs: readonly PathPair[]) {
    this.#pairs = pairs.filter(({ host }) => host !== '/');
  }

  push(piece: Uint8Array): Buffer {
    // latin1 keeps every byte, so output that is no UTF-8 comes back as it was.
    const text = this.#waiting + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    const waiting = partialPathLength(text, this.#pairs);
    this.#waiting = text.slice(text.length - waiting);
    return this.#pass(text.slice(0, text.length - waiting));
  }

  /** What still waits. */
  end(): Buffer {
    const rest = this.#waiting;
    this.#waiting = '';
    return this.#pass(rest);
  }

  #pass(text: string): Buffer {
    if (this.#pairs.length === 0) return Buffer.from(text, 'latin1');
    const whole = this.#before + text;
    const hidden = hideFrom(whole, this.#before.length, this.#pairs);
    this.#before = whole.slice(-maxNameBytes);
    return Buffer.from(hidden, 'latin1');
  }
}

/** The text from the offset on, with host paths that begin there replaced. */
function hideFrom(text: string, from: number, pairs: readonly PathPair[]): string {
  const virtualByHost = new Map(pairs.map(({ virtual, host }) => [latin1(host), latin1(virtual)]));
  const hidden = text.replace(anyOf([...virtualByHost.keys()]), (host: string, offset: number) => {
    if (offset < from || isInsideLongerPath(text, offset)) return host;
    const virtual = virtualByHost.get(host) ?? '';
    return virtual === '/' && text[offset + host.length] === '/' ? '' : virtual;
  });
  return hidden.slice(from);
}

/** How many characters at the end may be a host path or the beginning of one. */
function partialPathLength(text: string, pairs: readonly PathPair[]): number {
  let longest = 0;
  for (const { host } of pairs) {
    const path = latin1(host);
    for (let length = Math.min(path.length, text.length); length > longest; length -= 1) {
      if (text.endsWith(path.slice(0, length))) longest = length;
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
