// Original file: proto/sandkeep/v1/stats_service.proto

import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { SandboxState as _sandkeep_v1_SandboxState, SandboxState__Output as _sandkeep_v1_SandboxState__Output } from '../../sandkeep/v1/SandboxState.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { DiskUsage as _sandkeep_v1_DiskUsage, DiskUsage__Output as _sandkeep_v1_DiskUsage__Output } from '../../sandkeep/v1/DiskUsage.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What one sandbox uses. A figure that its runtime does not give is absent, never 0.
 */
export interface SandboxStats {
  /**
   * Its id.
   */
  'sandboxId'?: (string);
  /**
   * Owner; absent for an anonymous sandbox.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Name of its template.
   */
  'template'?: (string);
  /**
   * Runtime that runs it.
   */
  'runtime'?: (string);
  /**
   * Its state.
   */
  'state'?: (_sandkeep_v1_SandboxState);
  /**
   * Counts its containers; figures of another generation are of another container.
   */
  'generation'?: (number | string | Long);
  /**
   * When idleness leads to something if it is not used before; absent: never, or not while it is in use.
   */
  'idleTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Why it could not be measured; empty when it was.
   */
  'problem'?: (string);
  /**
   * When the figures were taken; absent when it could not be measured.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * Processor time since the container started. On local: of the processes that run now and the children they have
   * waited for, so it falls when a command ends.
   */
  'cpuTime'?: (_google_protobuf_Duration | null);
  /**
   * Share of one processor since the measurement before, 200 for two busy ones; absent in a first measurement.
   */
  'cpuPercent'?: (number | string);
  /**
   * Memory in use, without files that are only cached.
   */
  'memoryBytes'?: (number | string | Long);
  /**
   * Most that it may use; absent without a limit.
   */
  'memoryLimitBytes'?: (number | string | Long);
  /**
   * Processes and threads.
   */
  'pids'?: (number | string | Long);
  /**
   * Most that it may have; absent without a limit.
   */
  'pidsLimit'?: (number | string | Long);
  /**
   * Bytes received over all its networks since it started.
   */
  'networkReceivedBytes'?: (number | string | Long);
  /**
   * Bytes sent over all its networks since it started.
   */
  'networkSentBytes'?: (number | string | Long);
  /**
   * Bytes read from block devices since it started. On local: as with cpu_time.
   */
  'blockReadBytes'?: (number | string | Long);
  /**
   * Bytes written to block devices since it started. On local: as with cpu_time.
   */
  'blockWrittenBytes'?: (number | string | Long);
  /**
   * Its disk usage; only of GetStats with include_disk.
   */
  'disk'?: (_sandkeep_v1_DiskUsage | null);
  '_cpuPercent'?: "cpuPercent";
  '_memoryBytes'?: "memoryBytes";
  '_memoryLimitBytes'?: "memoryLimitBytes";
  '_pids'?: "pids";
  '_pidsLimit'?: "pidsLimit";
  '_networkReceivedBytes'?: "networkReceivedBytes";
  '_networkSentBytes'?: "networkSentBytes";
  '_blockReadBytes'?: "blockReadBytes";
  '_blockWrittenBytes'?: "blockWrittenBytes";
}

/**
 * What one sandbox uses. A figure that its runtime does not give is absent, never 0.
 */
export interface SandboxStats__Output {
  /**
   * Its id.
   */
  'sandboxId': (string);
  /**
   * Owner; absent for an anonymous sandbox.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Name of its template.
   */
  'template': (string);
  /**
   * Runtime that runs it.
   */
  'runtime': (string);
  /**
   * Its state.
   */
  'state': (_sandkeep_v1_SandboxState__Output);
  /**
   * Counts its containers; figures of another generation are of another container.
   */
  'generation': (string);
  /**
   * When idleness leads to something if it is not used before; absent: never, or not while it is in use.
   */
  'idleTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Why it could not be measured; empty when it was.
   */
  'problem': (string);
  /**
   * When the figures were taken; absent when it could not be measured.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Processor time since the container started. On local: of the processes that run now and the children they have
   * waited for, so it falls when a command ends.
   */
  'cpuTime': (_google_protobuf_Duration__Output | null);
  /**
   * Share of one processor since the measurement before, 200 for two busy ones; absent in a first measurement.
   */
  'cpuPercent'?: (number);
  /**
   * Memory in use, without files that are only cached.
   */
  'memoryBytes'?: (string);
  /**
   * Most that it may use; absent without a limit.
   */
  'memoryLimitBytes'?: (string);
  /**
   * Processes and threads.
   */
  'pids'?: (string);
  /**
   * Most that it may have; absent without a limit.
   */
  'pidsLimit'?: (string);
  /**
   * Bytes received over all its networks since it started.
   */
  'networkReceivedBytes'?: (string);
  /**
   * Bytes sent over all its networks since it started.
   */
  'networkSentBytes'?: (string);
  /**
   * Bytes read from block devices since it started. On local: as with cpu_time.
   */
  'blockReadBytes'?: (string);
  /**
   * Bytes written to block devices since it started. On local: as with cpu_time.
   */
  'blockWrittenBytes'?: (string);
  /**
   * Its disk usage; only of GetStats with include_disk.
   */
  'disk': (_sandkeep_v1_DiskUsage__Output | null);
  '_cpuPercent'?: "cpuPercent";
  '_memoryBytes'?: "memoryBytes";
  '_memoryLimitBytes'?: "memoryLimitBytes";
  '_pids'?: "pids";
  '_pidsLimit'?: "pidsLimit";
  '_networkReceivedBytes'?: "networkReceivedBytes";
  '_networkSentBytes'?: "networkSentBytes";
  '_blockReadBytes'?: "blockReadBytes";
  '_blockWrittenBytes'?: "blockWrittenBytes";
}
