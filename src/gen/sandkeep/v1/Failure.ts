// Original file: proto/sandkeep/v1/common.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * What happened to a sandbox that died or could not be made.
 */
export interface Failure {
  /**
   * Reason of the error table in docs/ERRORS.md, for example "CONTAINER_EXITED".
   */
  'reason'?: (string);
  /**
   * What happened, to which thing, and what to do next.
   */
  'message'?: (string);
  /**
   * Exit code of the container's first process; absent when unknown.
   */
  'exitCode'?: (number);
  /**
   * Whether the kernel killed it for lack of memory.
   */
  'oomKilled'?: (boolean);
  /**
   * Last lines of its output, oldest first, at most 50 of 2000 characters.
   */
  'logTail'?: (string)[];
  /**
   * When it was seen.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  '_exitCode'?: "exitCode";
}

/**
 * What happened to a sandbox that died or could not be made.
 */
export interface Failure__Output {
  /**
   * Reason of the error table in docs/ERRORS.md, for example "CONTAINER_EXITED".
   */
  'reason': (string);
  /**
   * What happened, to which thing, and what to do next.
   */
  'message': (string);
  /**
   * Exit code of the container's first process; absent when unknown.
   */
  'exitCode'?: (number);
  /**
   * Whether the kernel killed it for lack of memory.
   */
  'oomKilled': (boolean);
  /**
   * Last lines of its output, oldest first, at most 50 of 2000 characters.
   */
  'logTail': (string)[];
  /**
   * When it was seen.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  '_exitCode'?: "exitCode";
}
