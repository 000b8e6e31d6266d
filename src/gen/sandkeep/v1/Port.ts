// Original file: proto/sandkeep/v1/common.proto


/**
 * One published port.
 */
export interface Port {
  /**
   * Port inside the sandbox, 1 to 65535.
   */
  'containerPort'?: (number);
  /**
   * Host name or address that clients use.
   */
  'host'?: (string);
  /**
   * Port on the host, 1 to 65535.
   */
  'hostPort'?: (number);
}

/**
 * One published port.
 */
export interface Port__Output {
  /**
   * Port inside the sandbox, 1 to 65535.
   */
  'containerPort': (number);
  /**
   * Host name or address that clients use.
   */
  'host': (string);
  /**
   * Port on the host, 1 to 65535.
   */
  'hostPort': (number);
}
