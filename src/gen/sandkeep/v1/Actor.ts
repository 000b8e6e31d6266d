// Original file: proto/sandkeep/v1/common.proto

/**
 * Who caused a change.
 */
export const Actor = {
  /**
   * Not set, or newer than the reader.
   */
  ACTOR_UNSPECIFIED: 'ACTOR_UNSPECIFIED',
  /**
   * A call of a client.
   */
  ACTOR_CLIENT: 'ACTOR_CLIENT',
  /**
   * The idle loop.
   */
  ACTOR_IDLE: 'ACTOR_IDLE',
  /**
   * The pool loop.
   */
  ACTOR_POOL: 'ACTOR_POOL',
  /**
   * Reconciliation with the runtime.
   */
  ACTOR_RECONCILE: 'ACTOR_RECONCILE',
  /**
   * The container engine itself, by an event or an inspection.
   */
  ACTOR_ENGINE: 'ACTOR_ENGINE',
  /**
   * The stop of the daemon.
   */
  ACTOR_SHUTDOWN: 'ACTOR_SHUTDOWN',
} as const;

/**
 * Who caused a change.
 */
export type Actor =
  /**
   * Not set, or newer than the reader.
   */
  | 'ACTOR_UNSPECIFIED'
  | 0
  /**
   * A call of a client.
   */
  | 'ACTOR_CLIENT'
  | 1
  /**
   * The idle loop.
   */
  | 'ACTOR_IDLE'
  | 2
  /**
   * The pool loop.
   */
  | 'ACTOR_POOL'
  | 3
  /**
   * Reconciliation with the runtime.
   */
  | 'ACTOR_RECONCILE'
  | 4
  /**
   * The container engine itself, by an event or an inspection.
   */
  | 'ACTOR_ENGINE'
  | 5
  /**
   * The stop of the daemon.
   */
  | 'ACTOR_SHUTDOWN'
  | 6

/**
 * Who caused a change.
 */
export type Actor__Output = typeof Actor[keyof typeof Actor]
