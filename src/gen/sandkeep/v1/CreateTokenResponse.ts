// Original file: proto/sandkeep/v1/admin_service.proto

import type { AccessToken as _sandkeep_v1_AccessToken, AccessToken__Output as _sandkeep_v1_AccessToken__Output } from '../../sandkeep/v1/AccessToken.ts';

/**
 * The new token.
 */
export interface CreateTokenResponse {
  /**
   * Without its secret.
   */
  'accessToken'?: (_sandkeep_v1_AccessToken | null);
  /**
   * What calls carry. It is kept nowhere and shown never again.
   */
  'secret'?: (string);
}

/**
 * The new token.
 */
export interface CreateTokenResponse__Output {
  /**
   * Without its secret.
   */
  'accessToken': (_sandkeep_v1_AccessToken__Output | null);
  /**
   * What calls carry. It is kept nowhere and shown never again.
   */
  'secret': (string);
}
