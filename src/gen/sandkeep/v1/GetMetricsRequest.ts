// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for the metrics.
 */
export interface GetMetricsRequest {
}

/**
 * Asks for the metrics.
 */
export interface GetMetricsRequest__Output {
}
