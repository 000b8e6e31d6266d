// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * Something that a safe mode holds back.
 */
export interface RecoveryItem {
  /**
   * "engine_changed", "mass_change", "database_restored" or "database_lost".
   */
  'mode'?: (string);
  /**
   * Runtime it is about; empty where it is about all.
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
   * "engine_changed", "mass_change", "database_restored" or "database_lost".
   */
  'mode': (string);
  /**
   * Runtime it is about; empty where it is about all.
   */
  'subject': (string);
  /**
   * What was found and what each answer does.
   */
  'message': (string);
}
