// Original file: proto/sandkeep/v1/log_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * Asks for the output of a sandbox.
 */
export interface StreamLogsRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Begins with so many last lines; 0 begins with what comes, absent with the oldest that is kept.
   */
  'tailLines'?: (number);
  /**
   * Leaves out what was written before this time, which is also where an earlier read can go on; absent leaves out
   * nothing.
   */
  'sinceTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Goes on with what comes.
   */
  'follow'?: (boolean);
  /**
   * Tells the time of each line: then every message has one line, or a part of a long one.
   */
  'timestamps'?: (boolean);
  '_tailLines'?: "tailLines";
}

/**
 * Asks for the output of a sandbox.
 */
export interface StreamLogsRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Begins with so many last lines; 0 begins with what comes, absent with the oldest that is kept.
   */
  'tailLines'?: (number);
  /**
   * Leaves out what was written before this time, which is also where an earlier read can go on; absent leaves out
   * nothing.
   */
  'sinceTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Goes on with what comes.
   */
  'follow': (boolean);
  /**
   * Tells the time of each line: then every message has one line, or a part of a long one.
   */
  'timestamps': (boolean);
  '_tailLines'?: "tailLines";
}
