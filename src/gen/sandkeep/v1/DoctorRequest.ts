// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Asks the doctor.
 */
export interface DoctorRequest {
  /**
   * Also does what is safe: modes of files that are too wide, and a reconcile pass.
   */
  'repair'?: (boolean);
}

/**
 * Asks the doctor.
 */
export interface DoctorRequest__Output {
  /**
   * Also does what is safe: modes of files that are too wide, and a reconcile pass.
   */
  'repair': (boolean);
}
