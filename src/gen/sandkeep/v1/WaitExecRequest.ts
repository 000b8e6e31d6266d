// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Asks to wait for a command.
 */
export interface WaitExecRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Its name.
   */
  'execId'?: (string);
}

/**
 * Asks to wait for a command.
 */
export interface WaitExecRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Its name.
   */
  'execId': (string);
}
