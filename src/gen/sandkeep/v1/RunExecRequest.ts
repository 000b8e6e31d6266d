// Original file: proto/sandkeep/v1/exec_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';

/**
 * Asks to run a command.
 */
export interface RunExecRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Command and arguments; no shell is added. Set this or shell.
   */
  'argv'?: (string)[];
  /**
   * Text for "sh -c"; set this or argv.
   */
  'shell'?: (string);
  /**
   * Added to the sandbox's environment for this command only. Secret.
   */
  'environment'?: ({[key: string]: string});
  /**
   * Absolute path of the directory it starts in; empty takes the template's or image's.
   */
  'workdir'?: (string);
  /**
   * User it runs as, "name" or "uid:gid"; empty takes the container's.
   */
  'user'?: (string);
  /**
   * Bytes for its standard input, which is closed after them. At most 1 MiB.
   */
  'stdin'?: (Buffer | Uint8Array | string);
  /**
   * Ended with its process tree after this time; absent means limits.exec_default_timeout of the config (10 minutes), at
   * most limits.exec_max_timeout. The deadline of the call ends it as well.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Bytes kept of each output stream; 0 means limits.exec_max_output_bytes of the config (1 MiB), which is also the most.
   */
  'maxOutputBytes'?: (number);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to run a command.
 */
export interface RunExecRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Command and arguments; no shell is added. Set this or shell.
   */
  'argv': (string)[];
  /**
   * Text for "sh -c"; set this or argv.
   */
  'shell': (string);
  /**
   * Added to the sandbox's environment for this command only. Secret.
   */
  'environment': ({[key: string]: string});
  /**
   * Absolute path of the directory it starts in; empty takes the template's or image's.
   */
  'workdir': (string);
  /**
   * User it runs as, "name" or "uid:gid"; empty takes the container's.
   */
  'user': (string);
  /**
   * Bytes for its standard input, which is closed after them. At most 1 MiB.
   */
  'stdin': (Buffer);
  /**
   * Ended with its process tree after this time; absent means limits.exec_default_timeout of the config (10 minutes), at
   * most limits.exec_max_timeout. The deadline of the call ends it as well.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Bytes kept of each output stream; 0 means limits.exec_max_output_bytes of the config (1 MiB), which is also the most.
   */
  'maxOutputBytes': (number);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
