// Writes the gRPC service config that clients in any language can load: what is sent again, and when. It sends again what the
// TypeScript client does. With --check it fails when the file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type AnyMethod, findService, serviceNames } from '../src/client/contract.ts';
import { isSafeToRepeat, RETRY_ATTEMPTS, RETRY_FIRST_DELAY_MS } from '../src/client/retry.ts';

const target = path.resolve(import.meta.dirname, '../proto/sandkeep/v1/service_config.json');
/** The most that implementations of gRPC take. */
const mostAttempts = 5;
/** So few attempts must last through a restart. */
const longestBackoffMs = 1000;

interface MessageFields {
  readonly field: readonly { readonly name: string }[];
}

const safe = serviceNames.flatMap((service) =>
  Object.entries(findService(service))
    .filter(([name, method]) => isSafeWhenNamed(name, method))
    .map(([method]) => ({ service, method })),
);

// An entry for a method stands instead of the one for all, so each says everything.
const config = {
  methodConfig: [
    { name: [{}], waitForReady: true },
    {
      name: safe,
      waitForReady: true,
      retryPolicy: {
        maxAttempts: Math.min(RETRY_ATTEMPTS, mostAttempts),
        initialBackoff: seconds(RETRY_FIRST_DELAY_MS),
        maxBackoff: seconds(longestBackoffMs),
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
};

const content = `${JSON.stringify(config, null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(target, content);
else if (readFileSync(target, 'utf8') !== content) {
  console.error('proto/sandkeep/v1/service_config.json differs, run "node scripts/service-config.ts"');
  process.exitCode = 1;
}

/** Of a caller that names every call that can have a name. Streams are left to the caller, who knows where they stood. */
function isSafeWhenNamed(name: string, method: AnyMethod): boolean {
  if (method.requestStream || method.responseStream) return false;
  const { field } = method.requestType.type as MessageFields;
  const named = field.some((one) => one.name === 'requestId') ? { requestId: 'named' } : {};
  return isSafeToRepeat(name, name === 'StartExec' ? { spec: { execId: 'named' } } : named);
}

function seconds(ms: number): string {
  return `${ms / 1000}s`;
}
