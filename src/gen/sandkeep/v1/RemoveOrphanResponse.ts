// Original file: proto/sandkeep/v1/admin_service.proto


/**
 * The orphan is gone.
 */
export interface RemoveOrphanResponse {
}

/**
 * The orphan is gone.
 */
export interface RemoveOrphanResponse__Output {
}
