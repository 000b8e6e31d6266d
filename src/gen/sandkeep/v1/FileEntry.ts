// Original file: proto/sandkeep/v1/file_service.proto

import type { FileKind as _sandkeep_v1_FileKind, FileKind__Output as _sandkeep_v1_FileKind__Output } from '../../sandkeep/v1/FileKind.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One file or directory.
 */
export interface FileEntry {
  /**
   * Absolute path inside the sandbox.
   */
  'path'?: (string);
  /**
   * What it is.
   */
  'kind'?: (_sandkeep_v1_FileKind);
  /**
   * Size in bytes.
   */
  'sizeBytes'?: (number | string | Long);
  /**
   * Permission bits, for example 420 (octal 0644).
   */
  'mode'?: (number);
  /**
   * Owner's number.
   */
  'uid'?: (number);
  /**
   * Group's number.
   */
  'gid'?: (number);
  /**
   * When its content last changed.
   */
  'modifyTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Where a symbolic link points, as the sandbox sees it; empty otherwise.
   */
  'linkTarget'?: (string);
  /**
   * Another one when the content is another, for if_match; opaque. Of a link: its own. Empty in listings of what no
   * mount covers.
   */
  'etag'?: (string);
}

/**
 * One file or directory.
 */
export interface FileEntry__Output {
  /**
   * Absolute path inside the sandbox.
   */
  'path': (string);
  /**
   * What it is.
   */
  'kind': (_sandkeep_v1_FileKind__Output);
  /**
   * Size in bytes.
   */
  'sizeBytes': (string);
  /**
   * Permission bits, for example 420 (octal 0644).
   */
  'mode': (number);
  /**
   * Owner's number.
   */
  'uid': (number);
  /**
   * Group's number.
   */
  'gid': (number);
  /**
   * When its content last changed.
   */
  'modifyTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Where a symbolic link points, as the sandbox sees it; empty otherwise.
   */
  'linkTarget': (string);
  /**
   * Another one when the content is another, for if_match; opaque. Of a link: its own. Empty in listings of what no
   * mount covers.
   */
  'etag': (string);
}
