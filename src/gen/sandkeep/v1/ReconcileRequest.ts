// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks for a reconcile pass.
 */
export interface ReconcileRequest {
  /**
   * Runtime; empty means all.
   */
  'runtime'?: (string);
}

/**
 * Asks for a reconcile pass.
 */
export interface ReconcileRequest__Output {
  /**
   * Runtime; empty means all.
   */
  'runtime': (string);
}
