// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Asks for the commands of a sandbox.
 */
export interface ListExecsRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * At most so many; 0 is 50, the most is 1000.
   */
  'pageSize'?: (number);
  /**
   * Where an earlier answer ended; empty begins.
   */
  'pageToken'?: (string);
}

/**
 * Asks for the commands of a sandbox.
 */
export interface ListExecsRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * At most so many; 0 is 50, the most is 1000.
   */
  'pageSize': (number);
  /**
   * Where an earlier answer ended; empty begins.
   */
  'pageToken': (string);
}
