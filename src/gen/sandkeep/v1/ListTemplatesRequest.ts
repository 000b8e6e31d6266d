// Original file: proto/sandkeep/v1/template_service.proto


/**
 * Asks for all templates.
 */
export interface ListTemplatesRequest {
}

/**
 * Asks for all templates.
 */
export interface ListTemplatesRequest__Output {
}
