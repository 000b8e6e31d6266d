// Original file: proto/sandkeep/v1/template_service.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Progress of a pull.
 */
export interface PullImageResponse {
  /**
   * Layer it is about; empty for the whole.
   */
  'layer'?: (string);
  /**
   * What the engine says, for example "Downloading".
   */
  'status'?: (string);
  /**
   * Bytes so far of this layer.
   */
  'currentBytes'?: (number | string | Long);
  /**
   * Bytes of this layer; 0 when unknown.
   */
  'totalBytes'?: (number | string | Long);
  /**
   * True in the last message.
   */
  'done'?: (boolean);
  /**
   * Digest of the image; in the last message.
   */
  'digest'?: (string);
}

/**
 * Progress of a pull.
 */
export interface PullImageResponse__Output {
  /**
   * Layer it is about; empty for the whole.
   */
  'layer': (string);
  /**
   * What the engine says, for example "Downloading".
   */
  'status': (string);
  /**
   * Bytes so far of this layer.
   */
  'currentBytes': (string);
  /**
   * Bytes of this layer; 0 when unknown.
   */
  'totalBytes': (string);
  /**
   * True in the last message.
   */
  'done': (boolean);
  /**
   * Digest of the image; in the last message.
   */
  'digest': (string);
}
