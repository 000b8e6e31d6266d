// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { ReleaseMode as _sandkeep_v1_ReleaseMode, ReleaseMode__Output as _sandkeep_v1_ReleaseMode__Output } from '../../sandkeep/v1/ReleaseMode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Asks to let a sandbox go.
 */
export interface ReleaseSandboxRequest {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
  /**
   * What to do; unspecified takes the template's.
   */
  'mode'?: (_sandkeep_v1_ReleaseMode);
  /**
   * Ends this hold; the release acts when it was the last.
   */
  'holder'?: (string);
  /**
   * Releases it for all holders.
   */
  'force'?: (boolean);
  /**
   * Only if this is its generation, else GENERATION_MISMATCH; 0 any.
   */
  'expectedGeneration'?: (number | string | Long);
  /**
   * Deletes the workspace's bytes as well. Only with destroy, and when no other sandbox refers to it.
   */
  'deleteWorkspace'?: (boolean);
  /**
   * Answers when the container is gone instead of when the decision is durable.
   */
  'wait'?: (boolean);
}

/**
 * Asks to let a sandbox go.
 */
export interface ReleaseSandboxRequest__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
  /**
   * What to do; unspecified takes the template's.
   */
  'mode': (_sandkeep_v1_ReleaseMode__Output);
  /**
   * Ends this hold; the release acts when it was the last.
   */
  'holder': (string);
  /**
   * Releases it for all holders.
   */
  'force': (boolean);
  /**
   * Only if this is its generation, else GENERATION_MISMATCH; 0 any.
   */
  'expectedGeneration': (string);
  /**
   * Deletes the workspace's bytes as well. Only with destroy, and when no other sandbox refers to it.
   */
  'deleteWorkspace': (boolean);
  /**
   * Answers when the container is gone instead of when the decision is durable.
   */
  'wait': (boolean);
}
