// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * One runtime of the daemon.
 */
export interface RuntimeStatus {
  /**
   * Its name: "docker", "local".
   */
  'name'?: (string);
  /**
   * Whether it answers.
   */
  'available'?: (boolean);
  /**
   * Kind of engine: "docker", "podman", "local".
   */
  'engine'?: (string);
  /**
   * Version of the engine.
   */
  'version'?: (string);
  /**
   * Version of its API.
   */
  'apiVersion'?: (string);
  /**
   * Identity of the engine; empty where it has none.
   */
  'engineId'?: (string);
  /**
   * What it can do, by name, for example "pause", "exec", "oci_runtime:runsc".
   */
  'capabilities'?: (string)[];
  /**
   * Why it does not answer; empty when it does.
   */
  'message'?: (string);
}

/**
 * One runtime of the daemon.
 */
export interface RuntimeStatus__Output {
  /**
   * Its name: "docker", "local".
   */
  'name': (string);
  /**
   * Whether it answers.
   */
  'available': (boolean);
  /**
   * Kind of engine: "docker", "podman", "local".
   */
  'engine': (string);
  /**
   * Version of the engine.
   */
  'version': (string);
  /**
   * Version of its API.
   */
  'apiVersion': (string);
  /**
   * Identity of the engine; empty where it has none.
   */
  'engineId': (string);
  /**
   * What it can do, by name, for example "pause", "exec", "oci_runtime:runsc".
   */
  'capabilities': (string)[];
  /**
   * Why it does not answer; empty when it does.
   */
  'message': (string);
}
