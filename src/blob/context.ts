// What every use of the storage of workspaces shares.

import type { StorageLimits } from '../domain/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { HostDirectories } from '../ports/host.ts';
import type { Logger } from '../ports/observer.ts';
import type { ObjectNames } from './object-names.ts';
import type { ObjectStore } from './object-store.ts';

export interface BlobContext {
  readonly objects: ObjectStore;
  readonly limits: StorageLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Its removal is safe for trees that code in a sandbox wrote. */
  readonly directories: Pick<HostDirectories, 'ensure' | 'remove'>;
}

/** One transfer of one workspace. */
export interface TransferJob {
  readonly context: BlobContext;
  readonly key: string;
  readonly names: ObjectNames;
  /** On this host. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Told what is going on, for the error of a deadline. */
  note(activity: string): void;
}
