// Original file: proto/sandkeep/v1/admin_service.proto

import type { DaemonStatus as _sandkeep_v1_DaemonStatus, DaemonStatus__Output as _sandkeep_v1_DaemonStatus__Output } from '../../sandkeep/v1/DaemonStatus.ts';
import type { DegradedMode as _sandkeep_v1_DegradedMode, DegradedMode__Output as _sandkeep_v1_DegradedMode__Output } from '../../sandkeep/v1/DegradedMode.ts';
import type { RuntimeStatus as _sandkeep_v1_RuntimeStatus, RuntimeStatus__Output as _sandkeep_v1_RuntimeStatus__Output } from '../../sandkeep/v1/RuntimeStatus.ts';
import type { LoopStatus as _sandkeep_v1_LoopStatus, LoopStatus__Output as _sandkeep_v1_LoopStatus__Output } from '../../sandkeep/v1/LoopStatus.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Who the daemon is.
 */
export interface GetInfoResponse {
  /**
   * Version of the daemon.
   */
  'version'?: (string);
  /**
   * Identity of this state directory.
   */
  'instanceId'?: (string);
  /**
   * How often a daemon was started on this state directory.
   */
  'epoch'?: (number | string | Long);
  /**
   * Version of the database schema.
   */
  'schemaVersion'?: (number);
  /**
   * Whether it serves.
   */
  'status'?: (_sandkeep_v1_DaemonStatus);
  /**
   * Each degraded mode.
   */
  'degraded'?: (_sandkeep_v1_DegradedMode)[];
  /**
   * Each runtime.
   */
  'runtimes'?: (_sandkeep_v1_RuntimeStatus)[];
  /**
   * Each loop.
   */
  'loops'?: (_sandkeep_v1_LoopStatus)[];
  /**
   * Number of sandboxes by state, without its prefix: "RUNNING". States without sandboxes are left out.
   */
  'sandboxes'?: ({[key: string]: number | string | Long});
  /**
   * When it started.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Process id.
   */
  'processId'?: (number);
  /**
   * Resident memory of the daemon in bytes.
   */
  'residentBytes'?: (number | string | Long);
  /**
   * Number of the newest event.
   */
  'eventSeq'?: (number | string | Long);
  /**
   * Template for requests that name none.
   */
  'defaultTemplate'?: (string);
}

/**
 * Who the daemon is.
 */
export interface GetInfoResponse__Output {
  /**
   * Version of the daemon.
   */
  'version': (string);
  /**
   * Identity of this state directory.
   */
  'instanceId': (string);
  /**
   * How often a daemon was started on this state directory.
   */
  'epoch': (string);
  /**
   * Version of the database schema.
   */
  'schemaVersion': (number);
  /**
   * Whether it serves.
   */
  'status': (_sandkeep_v1_DaemonStatus__Output);
  /**
   * Each degraded mode.
   */
  'degraded': (_sandkeep_v1_DegradedMode__Output)[];
  /**
   * Each runtime.
   */
  'runtimes': (_sandkeep_v1_RuntimeStatus__Output)[];
  /**
   * Each loop.
   */
  'loops': (_sandkeep_v1_LoopStatus__Output)[];
  /**
   * Number of sandboxes by state, without its prefix: "RUNNING". States without sandboxes are left out.
   */
  'sandboxes': ({[key: string]: string});
  /**
   * When it started.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Process id.
   */
  'processId': (number);
  /**
   * Resident memory of the daemon in bytes.
   */
  'residentBytes': (string);
  /**
   * Number of the newest event.
   */
  'eventSeq': (string);
  /**
   * Template for requests that name none.
   */
  'defaultTemplate': (string);
}
