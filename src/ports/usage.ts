// What sandkeep asks about what a sandbox uses. A figure that a runtime cannot give is null, never 0.

export interface InstanceUsage {
  /** When it was measured, by the clock of whoever measured. */
  readonly takenAtMs: number;
  /** Since the instance started; where there is only what runs now, it falls when that ends. */
  readonly cpuTimeNs: number | null;
  /** Without files that are only cached. */
  readonly memoryBytes: number | null;
  /** null also without a limit. */
  readonly memoryLimitBytes: number | null;
  /** Processes and threads. */
  readonly pids: number | null;
  /** null also without a limit. */
  readonly pidsLimit: number | null;
  readonly networkReceivedBytes: number | null;
  readonly networkSentBytes: number | null;
  readonly blockReadBytes: number | null;
  readonly blockWrittenBytes: number | null;
}

/** Nothing is known. */
export function unknownUsage(takenAtMs: number): InstanceUsage {
  return {
    takenAtMs,
    cpuTimeNs: null,
    memoryBytes: null,
    memoryLimitBytes: null,
    pids: null,
    pidsLimit: null,
    networkReceivedBytes: null,
    networkSentBytes: null,
    blockReadBytes: null,
    blockWrittenBytes: null,
  };
}
