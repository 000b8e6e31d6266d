// Original file: proto/sandkeep/v1/admin_service.proto

import type { AccessToken as _sandkeep_v1_AccessToken, AccessToken__Output as _sandkeep_v1_AccessToken__Output } from '../../sandkeep/v1/AccessToken.ts';

/**
 * The token that is revoked.
 */
export interface RevokeTokenResponse {
  /**
   * With the time of its first revocation.
   */
  'accessToken'?: (_sandkeep_v1_AccessToken | null);
}

/**
 * The token that is revoked.
 */
export interface RevokeTokenResponse__Output {
  /**
   * With the time of its first revocation.
   */
  'accessToken': (_sandkeep_v1_AccessToken__Output | null);
}
