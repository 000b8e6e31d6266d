// Original file: proto/sandkeep/v1/admin_service.proto

/**
 * How bad a finding is.
 */
export const DoctorSeverity = {
  /**
   * Not set, or newer than the reader.
   */
  DOCTOR_SEVERITY_UNSPECIFIED: 'DOCTOR_SEVERITY_UNSPECIFIED',
  /**
   * As it should be.
   */
  DOCTOR_SEVERITY_OK: 'DOCTOR_SEVERITY_OK',
  /**
   * Worth knowing.
   */
  DOCTOR_SEVERITY_NOTICE: 'DOCTOR_SEVERITY_NOTICE',
  /**
   * Works, and should be changed.
   */
  DOCTOR_SEVERITY_WARNING: 'DOCTOR_SEVERITY_WARNING',
  /**
   * Does not work, or is not safe.
   */
  DOCTOR_SEVERITY_ERROR: 'DOCTOR_SEVERITY_ERROR',
} as const;

/**
 * How bad a finding is.
 */
export type DoctorSeverity =
  /**
   * Not set, or newer than the reader.
   */
  | 'DOCTOR_SEVERITY_UNSPECIFIED'
  | 0
  /**
   * As it should be.
   */
  | 'DOCTOR_SEVERITY_OK'
  | 1
  /**
   * Worth knowing.
   */
  | 'DOCTOR_SEVERITY_NOTICE'
  | 2
  /**
   * Works, and should be changed.
   */
  | 'DOCTOR_SEVERITY_WARNING'
  | 3
  /**
   * Does not work, or is not safe.
   */
  | 'DOCTOR_SEVERITY_ERROR'
  | 4

/**
 * How bad a finding is.
 */
export type DoctorSeverity__Output = typeof DoctorSeverity[keyof typeof DoctorSeverity]
