// Original file: proto/sandkeep/v1/admin_service.proto

import type { DoctorFinding as _sandkeep_v1_DoctorFinding, DoctorFinding__Output as _sandkeep_v1_DoctorFinding__Output } from '../../sandkeep/v1/DoctorFinding.ts';

/**
 * What the doctor found.
 */
export interface DoctorResponse {
  /**
   * In the order they were looked at.
   */
  'findings'?: (_sandkeep_v1_DoctorFinding)[];
}

/**
 * What the doctor found.
 */
export interface DoctorResponse__Output {
  /**
   * In the order they were looked at.
   */
  'findings': (_sandkeep_v1_DoctorFinding__Output)[];
}
