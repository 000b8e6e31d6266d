// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for a reconcile pass.
 */
export interface ReconcileRequest {
  /**
   * Name of a runtime; empty means all.
   */
  'runtime'?: (string);
}

/**
 * Asks for a reconcile pass.
 */
export interface ReconcileRequest__Output {
  /**
   * Name of a runtime; empty means all.
   */
  'runtime': (string);
}
