// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Asks to signal a command.
 */
export interface SignalExecRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Its name.
   */
  'execId'?: (string);
  /**
   * SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGSTOP or SIGWINCH. Empty is SIGTERM.
   */
  'signal'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to signal a command.
 */
export interface SignalExecRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Its name.
   */
  'execId': (string);
  /**
   * SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGSTOP or SIGWINCH. Empty is SIGTERM.
   */
  'signal': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
