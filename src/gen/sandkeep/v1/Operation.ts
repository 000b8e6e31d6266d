// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One runtime effect, done or under way.
 */
export interface Operation {
  /**
   * Id of the operation.
   */
  'id'?: (string);
  /**
   * "create", "start", "stop", "pause", "resume", "recycle", "restore", "release".
   */
  'kind'?: (string);
  /**
   * Generation it acts on.
   */
  'generation'?: (number | string | Long);
  /**
   * "started", "created", "done", "failed".
   */
  'phase'?: (string);
  /**
   * How often it was tried.
   */
  'attempts'?: (number);
  /**
   * When it began.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it ended; absent while it runs.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it is given up; absent when it is retried for ever.
   */
  'deadline'?: (_google_protobuf_Timestamp | null);
  /**
   * Last error; empty without one.
   */
  'error'?: (string);
}

/**
 * One runtime effect, done or under way.
 */
export interface Operation__Output {
  /**
   * Id of the operation.
   */
  'id': (string);
  /**
   * "create", "start", "stop", "pause", "resume", "recycle", "restore", "release".
   */
  'kind': (string);
  /**
   * Generation it acts on.
   */
  'generation': (string);
  /**
   * "started", "created", "done", "failed".
   */
  'phase': (string);
  /**
   * How often it was tried.
   */
  'attempts': (number);
  /**
   * When it began.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it ended; absent while it runs.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it is given up; absent when it is retried for ever.
   */
  'deadline': (_google_protobuf_Timestamp__Output | null);
  /**
   * Last error; empty without one.
   */
  'error': (string);
}
