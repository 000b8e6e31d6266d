// Original file: proto/sandkeep/v1/exec_service.proto


/**
 * Ends the input of a command.
 */
export interface StdinEnd {
}

/**
 * Ends the input of a command.
 */
export interface StdinEnd__Output {
}
