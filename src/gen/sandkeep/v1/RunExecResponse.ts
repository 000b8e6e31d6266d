// Original file: proto/sandkeep/v1/exec_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * How the command ended.
 */
export interface RunExecResponse {
  /**
   * Its exit code; absent when it is unknown or the command was ended by its time-out.
   */
  'exitCode'?: (number);
  /**
   * First bytes of its standard output.
   */
  'stdout'?: (Buffer | Uint8Array | string);
  /**
   * First bytes of its standard error.
   */
  'stderr'?: (Buffer | Uint8Array | string);
  /**
   * Bytes of standard output beyond those kept.
   */
  'stdoutTruncatedBytes'?: (number | string | Long);
  /**
   * Bytes of standard error beyond those kept.
   */
  'stderrTruncatedBytes'?: (number | string | Long);
  /**
   * Whether it was ended by its time-out.
   */
  'timedOut'?: (boolean);
  /**
   * How long it ran.
   */
  'duration'?: (_google_protobuf_Duration | null);
  '_exitCode'?: "exitCode";
}

/**
 * How the command ended.
 */
export interface RunExecResponse__Output {
  /**
   * Its exit code; absent when it is unknown or the command was ended by its time-out.
   */
  'exitCode'?: (number);
  /**
   * First bytes of its standard output.
   */
  'stdout': (Buffer);
  /**
   * First bytes of its standard error.
   */
  'stderr': (Buffer);
  /**
   * Bytes of standard output beyond those kept.
   */
  'stdoutTruncatedBytes': (string);
  /**
   * Bytes of standard error beyond those kept.
   */
  'stderrTruncatedBytes': (string);
  /**
   * Whether it was ended by its time-out.
   */
  'timedOut': (boolean);
  /**
   * How long it ran.
   */
  'duration': (_google_protobuf_Duration__Output | null);
  '_exitCode'?: "exitCode";
}
