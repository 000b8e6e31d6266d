// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks to fetch an image.
 */
export interface PullImageRequest {
  /**
   * Template whose image is fetched; or set image.
   */
  'template'?: (string);
  /**
   * Image reference on the docker runtime; only with an empty template.
   */
  'image'?: (string);
}

/**
 * Asks to fetch an image.
 */
export interface PullImageRequest__Output {
  /**
   * Template whose image is fetched; or set image.
   */
  'template': (string);
  /**
   * Image reference on the docker runtime; only with an empty template.
   */
  'image': (string);
}
