// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Something that a safe mode holds back.
 */
export interface RecoveryItem {
  /**
   * "engine_changed", "mass_change", "database_restored", "database_lost", "quarantined".
   */
  'mode'?: (string);
  /**
   * Runtime or sandbox it is about.
   */
  'subject'?: (string);
  /**
   * What was found and what each answer does.
   */
  'message'?: (string);
}

/**
 * Something that a safe mode holds back.
 */
export interface RecoveryItem__Output {
  /**
   * "engine_changed", "mass_change", "database_restored", "database_lost", "quarantined".
   */
  'mode': (string);
  /**
   * Runtime or sandbox it is about.
   */
  'subject': (string);
  /**
   * What was found and what each answer does.
   */
  'message': (string);
}
