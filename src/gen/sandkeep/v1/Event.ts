// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../google/protobuf/Timestamp.ts';
import type { SessionKey as _sandkeep_v1_SessionKey, SessionKey__Output as _sandkeep_v1_SessionKey__Output } from '../../sandkeep/v1/SessionKey.ts';
import type { SandboxState as _sandkeep_v1_SandboxState, SandboxState__Output as _sandkeep_v1_SandboxState__Output } from '../../sandkeep/v1/SandboxState.ts';
import type { Actor as _sandkeep_v1_Actor, Actor__Output as _sandkeep_v1_Actor__Output } from '../../sandkeep/v1/Actor.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One entry of the event log.
 */
export interface Event {
  /**
   * Durable number, strictly increasing.
   */
  'seq'?: (number | string | Long);
  /**
   * When it was committed.
   */
  'time'?: (_google_protobuf_Timestamp | null);
  /**
   * "sandbox.state", "sandbox.created", "sandbox.holder", "sandbox.updated", "workspace.deleted", "recovery", "loop".
   */
  'type'?: (string);
  /**
   * Sandbox it is about; empty where it is about none.
   */
  'sandboxId'?: (string);
  /**
   * Owner of the sandbox; absent for an anonymous one.
   */
  'session'?: (_sandkeep_v1_SessionKey | null);
  /**
   * Generation of the sandbox.
   */
  'generation'?: (number | string | Long);
  /**
   * State before; unspecified for the first, and where it is about no sandbox.
   */
  'oldState'?: (_sandkeep_v1_SandboxState);
  /**
   * State after; the same as before where no state changed.
   */
  'newState'?: (_sandkeep_v1_SandboxState);
  /**
   * Typed reason in UPPER_SNAKE.
   */
  'reason'?: (string);
  /**
   * The same in words.
   */
  'message'?: (string);
  /**
   * Who caused it.
   */
  'actor'?: (_sandkeep_v1_Actor);
  /**
   * Operation it belongs to; empty where it belongs to none.
   */
  'operationId'?: (string);
  /**
   * Template of the sandbox.
   */
  'template'?: (string);
  /**
   * Id of the trace that the caller of the work sent as traceparent: 32 hexadecimal digits; empty without one.
   */
  'traceId'?: (string);
}

/**
 * One entry of the event log.
 */
export interface Event__Output {
  /**
   * Durable number, strictly increasing.
   */
  'seq': (string);
  /**
   * When it was committed.
   */
  'time': (_google_protobuf_Timestamp__Output | null);
  /**
   * "sandbox.state", "sandbox.created", "sandbox.holder", "sandbox.updated", "workspace.deleted", "recovery", "loop".
   */
  'type': (string);
  /**
   * Sandbox it is about; empty where it is about none.
   */
  'sandboxId': (string);
  /**
   * Owner of the sandbox; absent for an anonymous one.
   */
  'session': (_sandkeep_v1_SessionKey__Output | null);
  /**
   * Generation of the sandbox.
   */
  'generation': (string);
  /**
   * State before; unspecified for the first, and where it is about no sandbox.
   */
  'oldState': (_sandkeep_v1_SandboxState__Output);
  /**
   * State after; the same as before where no state changed.
   */
  'newState': (_sandkeep_v1_SandboxState__Output);
  /**
   * Typed reason in UPPER_SNAKE.
   */
  'reason': (string);
  /**
   * The same in words.
   */
  'message': (string);
  /**
   * Who caused it.
   */
  'actor': (_sandkeep_v1_Actor__Output);
  /**
   * Operation it belongs to; empty where it belongs to none.
   */
  'operationId': (string);
  /**
   * Template of the sandbox.
   */
  'template': (string);
  /**
   * Id of the trace that the caller of the work sent as traceparent: 32 hexadecimal digits; empty without one.
   */
  'traceId': (string);
}
