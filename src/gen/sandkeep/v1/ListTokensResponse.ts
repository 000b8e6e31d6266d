// Original file: proto/sandkeep/v1/admin_service.proto

import type { AccessToken as _sandkeep_v1_AccessToken, AccessToken__Output as _sandkeep_v1_AccessToken__Output } from '../../sandkeep/v1/AccessToken.ts';

/**
 * The access tokens.
 */
export interface ListTokensResponse {
  /**
   * Newest first.
   */
  'accessTokens'?: (_sandkeep_v1_AccessToken)[];
}

/**
 * The access tokens.
 */
export interface ListTokensResponse__Output {
  /**
   * Newest first.
   */
  'accessTokens': (_sandkeep_v1_AccessToken__Output)[];
}
