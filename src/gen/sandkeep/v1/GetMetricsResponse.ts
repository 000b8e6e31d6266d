// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * The metrics.
 */
export interface GetMetricsResponse {
  /**
   * In the text format of Prometheus; docs/METRICS.md lists the names.
   */
  'text'?: (string);
  /**
   * What the text is, as in HTTP: "text/plain; version=0.0.4; charset=utf-8".
   */
  'contentType'?: (string);
}

/**
 * The metrics.
 */
export interface GetMetricsResponse__Output {
  /**
   * In the text format of Prometheus; docs/METRICS.md lists the names.
   */
  'text': (string);
  /**
   * What the text is, as in HTTP: "text/plain; version=0.0.4; charset=utf-8".
   */
  'contentType': (string);
}
