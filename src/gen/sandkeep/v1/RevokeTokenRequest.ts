// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks to end an access token.
 */
export interface RevokeTokenRequest {
  /**
   * Its id.
   */
  'tokenId'?: (string);
}

/**
 * Asks to end an access token.
 */
export interface RevokeTokenRequest__Output {
  /**
   * Its id.
   */
  'tokenId': (string);
}
