// Files: mounts from the host, everything else from the directory that is the container's root.

import type { InstanceRef } from '../../domain/runtime-spec.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FileTree } from '../../ports/files.ts';
import { HostFileTree } from '../rooted/host-file-tree.ts';
import { MountedFiles } from '../rooted/mounted-files.ts';
import { startDeadline } from './deadline.ts';
import type { EngineClient } from './engine-client.ts';
import { rootSchema } from './protocol.ts';

/** What lies in the root of a container that is gone is SANDBOX_LOST; what is mounted is there without it. */
export function fakeFiles(
  clock: Clock,
  client: EngineClient,
  idOf: (ref: InstanceRef, signal: AbortSignal) => Promise<string>,
): FileTree {
  return new HostFileTree({
    open: (call, what) => startDeadline(clock, call, what),
    filesOf: async (target, paths, signal) => {
      const mounted = new MountedFiles(target.mounts);
      if (paths.every((path) => mounted.covers(path))) return mounted;
      const id = await idOf(target.ref, signal);
      const { directory } = await client.ask({ method: 'GET', path: `/containers/${id}/root` }, rootSchema, signal);
      return new MountedFiles([{ source: directory, target: '/', readOnly: false }, ...target.mounts]);
    },
  });
}
