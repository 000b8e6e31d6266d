// The shipped seccomp profile in the form that the engine takes it.

import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { SandkeepError } from '../../domain/errors.ts';
import type { InstanceSpec } from '../../domain/runtime-spec.ts';
import type { Engine } from './connection.ts';
import { chromiumProfile } from './seccomp.ts';

const fileName = 'seccomp-chromium.json';

/** Text or file name for "seccomp="; null when the spec does not ask for it or the engine takes none. INTERNAL. */
export async function shippedProfile(engine: Engine, spec: InstanceSpec): Promise<string | null> {
  const { seccompProfile } = engine.capabilities;
  if (spec.security.seccomp === 'default' || seccompProfile === 'none') return null;
  return seccompProfile === 'text' ? chromiumProfile() : engine.translateSource(await profileFile(engine.spoolDir));
}

/** Written anew each time, so that no other content can stay under the name. */
async function profileFile(directory: string): Promise<string> {
  const file = path.join(directory, fileName);
  const temporary = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(temporary, chromiumProfile(), { mode: 0o600 });
    await rename(temporary, file);
    return file;
  } catch (cause) {
    throw new SandkeepError('INTERNAL', 'the seccomp profile cannot be written to the spool directory', { cause });
  }
}
