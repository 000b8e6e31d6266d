// Original file: proto/sandkeep/v1/stats_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What a sandbox has on disk, as it was at some time of the last limits.disk_usage_max_age.
 */
export interface DiskUsage {
  /**
   * Bytes that its container has written over its image, outside of mounts.
   */
  'writableLayerBytes'?: (number | string | Long);
  /**
   * Sizes of the files in its workspace together; absent when that is not a directory on the daemon's host.
   */
  'workspaceBytes'?: (number | string | Long);
  /**
   * The workspace has more than limits.disk_usage_max_entries entries, so it was not measured.
   */
  'workspaceTooLarge'?: (boolean);
  /**
   * When it was measured.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  '_writableLayerBytes'?: "writableLayerBytes";
  '_workspaceBytes'?: "workspaceBytes";
}

/**
 * What a sandbox has on disk, as it was at some time of the last limits.disk_usage_max_age.
 */
export interface DiskUsage__Output {
  /**
   * Bytes that its container has written over its image, outside of mounts.
   */
  'writableLayerBytes'?: (string);
  /**
   * Sizes of the files in its workspace together; absent when that is not a directory on the daemon's host.
   */
  'workspaceBytes'?: (string);
  /**
   * The workspace has more than limits.disk_usage_max_entries entries, so it was not measured.
   */
  'workspaceTooLarge': (boolean);
  /**
   * When it was measured.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  '_writableLayerBytes'?: "writableLayerBytes";
  '_workspaceBytes'?: "workspaceBytes";
}
