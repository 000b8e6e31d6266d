// Releasing what is unknown is a success: it is gone, and that is what was asked for.

import { hasReason } from '../domain/errors.ts';
import type { SandboxRecord } from '../domain/sandbox.ts';

export function sandboxNotFoundIsReleased(find: () => SandboxRecord): SandboxRecord | null {
  try {
    return find();
  } catch (error) {
    if (hasReason(error, 'SANDBOX_NOT_FOUND')) return null;
    throw error;
  }
}
