// Original file: proto/sandkeep/v1/admin_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A container of ours that no record explains.
 */
export interface Orphan {
  /**
   * Name of the container.
   */
  'containerName'?: (string);
  /**
   * Id of the container.
   */
  'containerId'?: (string);
  /**
   * Runtime it is on.
   */
  'runtime'?: (string);
  /**
   * Sandbox id of its label.
   */
  'sandboxId'?: (string);
  /**
   * Generation of its label.
   */
  'generation'?: (number | string | Long);
  /**
   * What the engine says now: "running", "exited", "created", "paused", "dead", "absent", or "unknown" without an answer.
   */
  'phase'?: (string);
  /**
   * Why it is an orphan, in words.
   */
  'message'?: (string);
  /**
   * When it was first seen.
   */
  'firstSeenTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it is removed; absent when it is kept.
   */
  'removeTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * A container of ours that no record explains.
 */
export interface Orphan__Output {
  /**
   * Name of the container.
   */
  'containerName': (string);
  /**
   * Id of the container.
   */
  'containerId': (string);
  /**
   * Runtime it is on.
   */
  'runtime': (string);
  /**
   * Sandbox id of its label.
   */
  'sandboxId': (string);
  /**
   * Generation of its label.
   */
  'generation': (string);
  /**
   * What the engine says now: "running", "exited", "created", "paused", "dead", "absent", or "unknown" without an answer.
   */
  'phase': (string);
  /**
   * Why it is an orphan, in words.
   */
  'message': (string);
  /**
   * When it was first seen.
   */
  'firstSeenTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it is removed; absent when it is kept.
   */
  'removeTime': (_google_protobuf_Timestamp__Output | null);
}
