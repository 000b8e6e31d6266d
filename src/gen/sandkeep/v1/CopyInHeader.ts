// Original file: proto/sandkeep/v1/file_service.proto


/**
 * What a copy into a sandbox is about.
 */
export interface CopyInHeader {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId'?: (string);
  /**
   * Absolute path of the directory to unpack into.
   */
  'path'?: (string);
  /**
   * Replaces files and links that are there; never a directory by a file or the other way round.
   */
  'overwrite'?: (boolean);
  /**
   * Names to drop from the beginning of each path in the archive, 0 to 64; what has no more is left out.
   */
  'stripComponents'?: (number);
  /**
   * Makes the directory and its missing parents.
   */
  'createParents'?: (boolean);
}

/**
 * What a copy into a sandbox is about.
 */
export interface CopyInHeader__Output {
  /**
   * Id, unique id prefix or container name.
   */
  'sandboxId': (string);
  /**
   * Absolute path of the directory to unpack into.
   */
  'path': (string);
  /**
   * Replaces files and links that are there; never a directory by a file or the other way round.
   */
  'overwrite': (boolean);
  /**
   * Names to drop from the beginning of each path in the archive, 0 to 64; what has no more is left out.
   */
  'stripComponents': (number);
  /**
   * Makes the directory and its missing parents.
   */
  'createParents': (boolean);
}
