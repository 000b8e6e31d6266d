// Original file: proto/sandkeep/v1/admin_service.proto

import type { DoctorSeverity as _sandkeep_v1_DoctorSeverity, DoctorSeverity__Output as _sandkeep_v1_DoctorSeverity__Output } from '../../sandkeep/v1/DoctorSeverity.ts';

/**
 * Something the doctor looked at.
 */
export interface DoctorFinding {
  /**
   * What it is about, for example "socket", "runtime:docker".
   */
  'check'?: (string);
  /**
   * How bad it is.
   */
  'severity'?: (_sandkeep_v1_DoctorSeverity);
  /**
   * What was found.
   */
  'message'?: (string);
  /**
   * The command or setting that ends it; empty where there is nothing to do.
   */
  'remedy'?: (string);
  /**
   * Whether repair does it.
   */
  'repairable'?: (boolean);
}

/**
 * Something the doctor looked at.
 */
export interface DoctorFinding__Output {
  /**
   * What it is about, for example "socket", "runtime:docker".
   */
  'check': (string);
  /**
   * How bad it is.
   */
  'severity': (_sandkeep_v1_DoctorSeverity__Output);
  /**
   * What was found.
   */
  'message': (string);
  /**
   * The command or setting that ends it; empty where there is nothing to do.
   */
  'remedy': (string);
  /**
   * Whether repair does it.
   */
  'repairable': (boolean);
}
