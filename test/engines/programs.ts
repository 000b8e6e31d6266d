// Programs of the host that some tests need, from Debian's packages, for machines that have not installed them.

import path from 'node:path';

import { unpackedDebianPackages } from './cache.ts';

/** What tmux needs and a minimal Debian lacks. */
const packages = ['tmux', 'libevent-core-2.1-7', 'libutempter0', 'bubblewrap'];

/** A directory for PATH that holds tmux and bwrap. */
export async function programDirectory(): Promise<string> {
  return path.join(await unpackedDebianPackages('programs', packages, ['usr/bin/tmux']), 'usr/bin');
}
