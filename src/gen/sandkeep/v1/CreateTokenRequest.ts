// Original file: proto/sandkeep/v1/admin_service.proto

import type { AccessRole as _sandkeep_v1_AccessRole, AccessRole__Output as _sandkeep_v1_AccessRole__Output } from '../../sandkeep/v1/AccessRole.ts';

/**
 * Asks for an access token.
 */
export interface CreateTokenRequest {
  /**
   * What people call it: 1 to 128 printable characters.
   */
  'label'?: (string);
  /**
   * What it allows; required.
   */
  'role'?: (_sandkeep_v1_AccessRole);
  /**
   * The namespaces that it is for, at most 64. Empty is an error without all_namespaces, but for an admin, who has all.
   */
  'namespaces'?: (string)[];
  /**
   * For all namespaces.
   */
  'allNamespaces'?: (boolean);
}

/**
 * Asks for an access token.
 */
export interface CreateTokenRequest__Output {
  /**
   * What people call it: 1 to 128 printable characters.
   */
  'label': (string);
  /**
   * What it allows; required.
   */
  'role': (_sandkeep_v1_AccessRole__Output);
  /**
   * The namespaces that it is for, at most 64. Empty is an error without all_namespaces, but for an admin, who has all.
   */
  'namespaces': (string)[];
  /**
   * For all namespaces.
   */
  'allNamespaces': (boolean);
}
