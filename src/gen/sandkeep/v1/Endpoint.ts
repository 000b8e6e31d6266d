// Original file: proto/sandkeep/v1/common.proto

import type { Port as _sandkeep_v1_Port, Port__Output as _sandkeep_v1_Port__Output } from '../../sandkeep/v1/Port.ts';

/**
 * Where a sandbox is reached.
 */
export interface Endpoint {
  /**
   * URL of the first port of the template, for example "http://127.0.0.1:49153"; empty without ports.
   */
  'url'?: (string);
  /**
   * Every published port. Host ports change at each start; read them again after Start.
   */
  'ports'?: (_sandkeep_v1_Port)[];
}

/**
 * Where a sandbox is reached.
 */
export interface Endpoint__Output {
  /**
   * URL of the first port of the template, for example "http://127.0.0.1:49153"; empty without ports.
   */
  'url': (string);
  /**
   * Every published port. Host ports change at each start; read them again after Start.
   */
  'ports': (_sandkeep_v1_Port__Output)[];
}
