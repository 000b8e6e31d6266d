// Access tokens, as AdminService has them.

import type { AccessToken, Role } from '../../domain/access.ts';
import { invalidField } from '../../domain/errors.ts';
import { validateTokenLabel, validateSessionPart } from '../../domain/names.ts';
import type { EngineContext } from '../../engine/context.ts';
import type { AccessToken as AccessTokenMessage } from '../../gen/sandkeep/v1/AccessToken.ts';
import type { AdminServiceHandlers } from '../../gen/sandkeep/v1/AdminService.ts';
import { toTimestamp } from '../convert.ts';
import type { Handlers } from '../handler.ts';

export function tokenHandlers(
  { tokens }: EngineContext,
  handlers: Handlers,
): Pick<AdminServiceHandlers, 'CreateToken' | 'ListTokens' | 'RevokeToken'> {
  return {
    CreateToken: handlers.unary('CreateToken', async (request) => {
      validateTokenLabel(request.label);
      const role = roleOf(request.role);
      for (const name of request.namespaces) validateSessionPart(name, 'namespaces');
      if (request.allNamespaces && request.namespaces.length > 0) {
        throw invalidField('namespaces', 'must be empty with all_namespaces');
      }
      const isForAll = request.allNamespaces || (role === 'admin' && request.namespaces.length === 0);
      const namespaces = isForAll ? null : [...new Set(request.namespaces)];
      const { token, secret } = await tokens.create({ label: request.label, role, namespaces });
      return { accessToken: tokenMessage(token), secret };
    }),

    ListTokens: handlers.unary('ListTokens', async () => ({ accessTokens: tokens.list().map(tokenMessage) })),

    RevokeToken: handlers.unary('RevokeToken', async (request) => {
      if (request.tokenId === '') throw invalidField('token_id', 'is required');
      return { accessToken: tokenMessage(await tokens.revoke(request.tokenId)) };
    }),
  };
}

function roleOf(text: unknown): Role {
  switch (text) {
    case 'ACCESS_ROLE_ADMIN':
      return 'admin';
    case 'ACCESS_ROLE_CLIENT':
      return 'client';
    case 'ACCESS_ROLE_READ':
      return 'read';
    default:
      throw invalidField('role', 'is required');
  }
}

function tokenMessage(token: AccessToken): AccessTokenMessage {
  const { id, label, role, namespaces, createdAtMs, lastUsedAtMs, revokedAtMs } = token;
  return {
    id,
    label,
    role: `ACCESS_ROLE_${role.toUpperCase() as Uppercase<Role>}`,
    namespaces: [...(namespaces ?? [])],
    allNamespaces: namespaces === null,
    createTime: toTimestamp(createdAtMs),
    lastUsedTime: toTimestamp(lastUsedAtMs),
    revokeTime: toTimestamp(revokedAtMs),
  };
}
