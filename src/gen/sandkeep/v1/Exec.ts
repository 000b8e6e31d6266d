// Original file: proto/sandkeep/v1/exec_service.proto

import type { ExecState as _sandkeep_v1_ExecState, ExecState__Output as _sandkeep_v1_ExecState__Output } from '../../sandkeep/v1/ExecState.ts';
import type { ExecExit as _sandkeep_v1_ExecExit, ExecExit__Output as _sandkeep_v1_ExecExit__Output } from '../../sandkeep/v1/ExecExit.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A command.
 */
export interface Exec {
  /**
   * The sandbox it runs in.
   */
  'sandboxId'?: (string);
  /**
   * Its name, unique in the sandbox.
   */
  'execId'?: (string);
  /**
   * Generation of the sandbox it was started in.
   */
  'generation'?: (number | string | Long);
  /**
   * Name of the program. Arguments may be secret and are not kept.
   */
  'command'?: (string);
  /**
   * User it runs as; empty is the container's.
   */
  'user'?: (string);
  /**
   * Whether it has a terminal.
   */
  'hasTerminal'?: (boolean);
  /**
   * Whether it runs.
   */
  'state'?: (_sandkeep_v1_ExecState);
  /**
   * How it ended; absent while it has not.
   */
  'exit'?: (_sandkeep_v1_ExecExit | null);
  /**
   * When it was started.
   */
  'startTime'?: (_google_protobuf_Timestamp | null);
  /**
   * When its time-out ends it.
   */
  'deadline'?: (_google_protobuf_Timestamp | null);
  /**
   * When it was known to be over; absent while it is not.
   */
  'endTime'?: (_google_protobuf_Timestamp | null);
  /**
   * Bytes of standard output so far, as far as a daemon has read them.
   */
  'stdoutBytes'?: (number | string | Long);
  /**
   * Bytes of standard error so far, as far as a daemon has read them.
   */
  'stderrBytes'?: (number | string | Long);
  /**
   * Bytes of input that were passed on by this daemon.
   */
  'stdinBytes'?: (number | string | Long);
  /**
   * Whether its output can be attached to; not after a restart of the daemon.
   */
  'attachable'?: (boolean);
}

/**
 * A command.
 */
export interface Exec__Output {
  /**
   * The sandbox it runs in.
   */
  'sandboxId': (string);
  /**
   * Its name, unique in the sandbox.
   */
  'execId': (string);
  /**
   * Generation of the sandbox it was started in.
   */
  'generation': (string);
  /**
   * Name of the program. Arguments may be secret and are not kept.
   */
  'command': (string);
  /**
   * User it runs as; empty is the container's.
   */
  'user': (string);
  /**
   * Whether it has a terminal.
   */
  'hasTerminal': (boolean);
  /**
   * Whether it runs.
   */
  'state': (_sandkeep_v1_ExecState__Output);
  /**
   * How it ended; absent while it has not.
   */
  'exit': (_sandkeep_v1_ExecExit__Output | null);
  /**
   * When it was started.
   */
  'startTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * When its time-out ends it.
   */
  'deadline': (_google_protobuf_Timestamp__Output | null);
  /**
   * When it was known to be over; absent while it is not.
   */
  'endTime': (_google_protobuf_Timestamp__Output | null);
  /**
   * Bytes of standard output so far, as far as a daemon has read them.
   */
  'stdoutBytes': (string);
  /**
   * Bytes of standard error so far, as far as a daemon has read them.
   */
  'stderrBytes': (string);
  /**
   * Bytes of input that were passed on by this daemon.
   */
  'stdinBytes': (string);
  /**
   * Whether its output can be attached to; not after a restart of the daemon.
   */
  'attachable': (boolean);
}
