// Files: mounts from the host, everything else from the directory that is the container's root.

import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { InstanceTarget } from '../../ports/runtime.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import type { EngineClient } from './engine-client.ts';
import { rootSchema } from './protocol.ts';

export class FakeFiles {
  readonly #client: EngineClient;
  readonly #idOf: (ref: InstanceRef, signal: AbortSignal) => Promise<string>;

  constructor(client: EngineClient, idOf: (ref: InstanceRef, signal: AbortSignal) => Promise<string>) {
    this.#client = client;
    this.#idOf = idOf;
  }

  /** What serves this path. SANDBOX_LOST when it is in the root of a container that is gone, INVALID_PATH. */
  async of(target: InstanceTarget, path: string, signal: AbortSignal): Promise<MountedFiles> {
    const mounted = new MountedFiles(target.mounts);
    if (mounted.covers(path)) return mounted;
    const id = await this.#idOf(target.ref, signal);
    const { directory } = await this.#client.ask({ method: 'GET', path: `/containers/${id}/root` }, rootSchema, signal);
    return new MountedFiles([{ source: directory, target: '/', readOnly: false }, ...target.mounts]);
  }
}
