// Original file: proto/sandkeep/v1/sandbox_service.proto

import type { SandboxFilter as _sandkeep_v1_SandboxFilter, SandboxFilter__Output as _sandkeep_v1_SandboxFilter__Output } from '../../sandkeep/v1/SandboxFilter.ts';
import type { ReleaseMode as _sandkeep_v1_ReleaseMode, ReleaseMode__Output as _sandkeep_v1_ReleaseMode__Output } from '../../sandkeep/v1/ReleaseMode.ts';

/**
 * Asks to release many.
 */
export interface ReleaseAllSandboxesRequest {
  /**
   * Which ones. An empty filter needs all = true.
   */
  'filter'?: (_sandkeep_v1_SandboxFilter | null);
  /**
   * Confirms that an empty filter is meant.
   */
  'all'?: (boolean);
  /**
   * Counts without releasing.
   */
  'dryRun'?: (boolean);
  /**
   * What to do; unspecified takes the templates'.
   */
  'mode'?: (_sandkeep_v1_ReleaseMode);
  /**
   * Releases held ones as well.
   */
  'force'?: (boolean);
  /**
   * Deletes the workspaces' bytes as well.
   */
  'deleteWorkspace'?: (boolean);
  /**
   * Answers when the containers are gone.
   */
  'wait'?: (boolean);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId'?: (string);
}

/**
 * Asks to release many.
 */
export interface ReleaseAllSandboxesRequest__Output {
  /**
   * Which ones. An empty filter needs all = true.
   */
  'filter': (_sandkeep_v1_SandboxFilter__Output | null);
  /**
   * Confirms that an empty filter is meant.
   */
  'all': (boolean);
  /**
   * Counts without releasing.
   */
  'dryRun': (boolean);
  /**
   * What to do; unspecified takes the templates'.
   */
  'mode': (_sandkeep_v1_ReleaseMode__Output);
  /**
   * Releases held ones as well.
   */
  'force': (boolean);
  /**
   * Deletes the workspaces' bytes as well.
   */
  'deleteWorkspace': (boolean);
  /**
   * Answers when the containers are gone.
   */
  'wait': (boolean);
  /**
   * Makes the call safe to retry; see AcquireSandboxRequest.
   */
  'requestId': (string);
}
