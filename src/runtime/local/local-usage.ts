// What the commands of local instances use. Many are asked about at once, and share one look at the processes.

import type { InstanceUsage } from '../../ports/usage.ts';
import { usageOfProcesses } from '../exec/process-usage.ts';
import { markedProcesses } from './marked-processes.ts';

export class LocalUsage {
  #looking: Promise<ReadonlyMap<string, readonly number[]>> | null = null;

  /** name null: it has no processes. */
  async read(name: string | null, takenAtMs: number): Promise<InstanceUsage> {
    const pids = name === null ? [] : ((await this.#look()).get(name) ?? []);
    return await usageOfProcesses(pids, takenAtMs);
  }

  async #look(): Promise<ReadonlyMap<string, readonly number[]>> {
    this.#looking ??= markedProcesses().finally(() => {
      this.#looking = null;
    });
    return await this.#looking;
  }
}
