// Original file: proto/sandkeep/v1/template_service.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../google/protobuf/Duration.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * One template. Environment values are never shown.
 */
export interface Template {
  /**
   * Its name.
   */
  'name'?: (string);
  /**
   * Runtime that runs it.
   */
  'runtime'?: (string);
  /**
   * Image reference; empty for runtimes without images.
   */
  'image'?: (string);
  /**
   * "missing", "always" or "never".
   */
  'pull'?: (string);
  /**
   * Ports inside the sandbox.
   */
  'ports'?: (number)[];
  /**
   * "http", "tcp", "exec", "healthcheck" or "none".
   */
  'readiness'?: (string);
  /**
   * "session", "sandbox" or "none".
   */
  'workspace'?: (string);
  /**
   * "strict" or "compat".
   */
  'securityClass'?: (string);
  /**
   * Idle time until the idle action; zero never.
   */
  'idleTimeout'?: (_google_protobuf_Duration | null);
  /**
   * "recycle", "park", "release" or "none".
   */
  'idleAction'?: (string);
  /**
   * "destroy" or "park".
   */
  'releaseMode'?: (string);
  /**
   * Names of the environment variables it sets.
   */
  'environmentNames'?: (string)[];
  /**
   * Memory limit in bytes; 0 for none.
   */
  'memoryBytes'?: (number | string | Long);
  /**
   * CPU limit in cores; 0 for none.
   */
  'cpus'?: (number | string);
  /**
   * Limit of processes; 0 for none.
   */
  'pids'?: (number | string | Long);
  /**
   * Digest over everything that shapes the container.
   */
  'digest'?: (string);
  /**
   * What it is for.
   */
  'description'?: (string);
  /**
   * Container paths of its mounts.
   */
  'mountTargets'?: (string)[];
  /**
   * Whether requests that name no template get it.
   */
  'defaultTemplate'?: (boolean);
}

/**
 * One template. Environment values are never shown.
 */
export interface Template__Output {
  /**
   * Its name.
   */
  'name': (string);
  /**
   * Runtime that runs it.
   */
  'runtime': (string);
  /**
   * Image reference; empty for runtimes without images.
   */
  'image': (string);
  /**
   * "missing", "always" or "never".
   */
  'pull': (string);
  /**
   * Ports inside the sandbox.
   */
  'ports': (number)[];
  /**
   * "http", "tcp", "exec", "healthcheck" or "none".
   */
  'readiness': (string);
  /**
   * "session", "sandbox" or "none".
   */
  'workspace': (string);
  /**
   * "strict" or "compat".
   */
  'securityClass': (string);
  /**
   * Idle time until the idle action; zero never.
   */
  'idleTimeout': (_google_protobuf_Duration__Output | null);
  /**
   * "recycle", "park", "release" or "none".
   */
  'idleAction': (string);
  /**
   * "destroy" or "park".
   */
  'releaseMode': (string);
  /**
   * Names of the environment variables it sets.
   */
  'environmentNames': (string)[];
  /**
   * Memory limit in bytes; 0 for none.
   */
  'memoryBytes': (string);
  /**
   * CPU limit in cores; 0 for none.
   */
  'cpus': (number);
  /**
   * Limit of processes; 0 for none.
   */
  'pids': (string);
  /**
   * Digest over everything that shapes the container.
   */
  'digest': (string);
  /**
   * What it is for.
   */
  'description': (string);
  /**
   * Container paths of its mounts.
   */
  'mountTargets': (string)[];
  /**
   * Whether requests that name no template get it.
   */
  'defaultTemplate': (boolean);
}
