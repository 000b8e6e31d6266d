// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Names a command.
 */
export interface GetExecRequest {
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
 * Names a command.
 */
export interface GetExecRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Its name.
   */
  'execId': (string);
}
