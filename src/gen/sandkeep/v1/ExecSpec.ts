// Original file: proto/sandkeep/v1/exec_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { TerminalSize as _sandkeep_v1_TerminalSize, TerminalSize__Output as _sandkeep_v1_TerminalSize__Output } from '../../sandkeep/v1/TerminalSize.ts';
import type { WhenFull as _sandkeep_v1_WhenFull, WhenFull__Output as _sandkeep_v1_WhenFull__Output } from '../../sandkeep/v1/WhenFull.ts';

/**
 * What to run, and how.
 */
export interface ExecSpec {
  /**
   * Id, unique id prefix or container name of the sandbox.
   */
  'sandboxId'?: (string);
  /**
   * Name of the exec, unique in its sandbox: 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit. Empty takes a
   * new one; chosen by the client it makes the start safe to repeat.
   */
  'execId'?: (string);
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
   * Ended with its process tree after this time; absent means limits.exec_default_timeout of the config, at most
   * limits.exec_max_timeout.
   */
  'timeout'?: (_google_protobuf_Duration | null);
  /**
   * Gives it a terminal of this size: all output is stdout then. Absent: none.
   */
  'terminal'?: (_sandkeep_v1_TerminalSize | null);
  /**
   * Whether input will be sent. Without it the command reads the end at once.
   */
  'openStdin'?: (boolean);
  /**
   * What happens when its output buffer is full of what nobody has read. Unspecified: block for StreamExec, trim for
   * StartExec.
   */
  'whenFull'?: (_sandkeep_v1_WhenFull);
}

/**
 * What to run, and how.
 */
export interface ExecSpec__Output {
  /**
   * Id, unique id prefix or container name of the sandbox.
   */
  'sandboxId': (string);
  /**
   * Name of the exec, unique in its sandbox: 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit. Empty takes a
   * new one; chosen by the client it makes the start safe to repeat.
   */
  'execId': (string);
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
   * Ended with its process tree after this time; absent means limits.exec_default_timeout of the config, at most
   * limits.exec_max_timeout.
   */
  'timeout': (_google_protobuf_Duration__Output | null);
  /**
   * Gives it a terminal of this size: all output is stdout then. Absent: none.
   */
  'terminal': (_sandkeep_v1_TerminalSize__Output | null);
  /**
   * Whether input will be sent. Without it the command reads the end at once.
   */
  'openStdin': (boolean);
  /**
   * What happens when its output buffer is full of what nobody has read. Unspecified: block for StreamExec, trim for
   * StartExec.
   */
  'whenFull': (_sandkeep_v1_WhenFull__Output);
}
