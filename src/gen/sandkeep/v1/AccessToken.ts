// Original file: proto/sandkeep/v1/admin_service.proto

import type { AccessRole as _sandkeep_v1_AccessRole, AccessRole__Output as _sandkeep_v1_AccessRole__Output } from '../../sandkeep/v1/AccessRole.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';

/**
 * A token that calls carry as metadata: "authorization: Bearer skt_...".
 */
export interface AccessToken {
  /**
   * Its id, which is the part of the secret between the first two "_".
   */
  'id'?: (string);
  /**
   * What people call it.
   */
  'label'?: (string);
  /**
   * What it allows.
   */
  'role'?: (_sandkeep_v1_AccessRole);
  /**
   * The namespaces that it is for; empty with all_namespaces.
   */
  'namespaces'?: (string)[];
  /**
   * Whether it is for all namespaces.
   */
  'allNamespaces'?: (boolean);
  /**
   * When it was made.
   */
  'createTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When a call last carried it, within seconds; not set before the first one.
   */
  'lastUsedTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was revoked; not set while it is good.
   */
  'revokeTime'?: (_google_protobuf_Timestamp | null);
}

/**
 * A token that calls carry as metadata: "authorization: Bearer skt_...".
 */
export interface AccessToken__Output {
  /**
   * Its id, which is the part of the secret between the first two "_".
   */
  'id': (string);
  /**
   * What people call it.
   */
  'label': (string);
  /**
   * What it allows.
   */
  'role': (_sandkeep_v1_AccessRole__Output);
  /**
   * The namespaces that it is for; empty with all_namespaces.
   */
  'namespaces': (string)[];
  /**
   * Whether it is for all namespaces.
   */
  'allNamespaces': (boolean);
  /**
   * When it was made.
   */
  'createTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When a call last carried it, within seconds; not set before the first one.
   */
  'lastUsedTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was revoked; not set while it is good.
   */
  'revokeTime': (_google_protobuf_Timestamp__Output | null);
}
