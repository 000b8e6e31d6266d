// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks for all pools.
 */
export interface ListPoolsRequest {
}

/**
 * Asks for all pools.
 */
export interface ListPoolsRequest__Output {
}
