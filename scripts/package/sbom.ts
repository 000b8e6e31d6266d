// The software bill of materials: what the lock file has for production, and Node.js. Nothing in it differs from run to run.

import { createHash } from 'node:crypto';

import { version } from '../version.ts';
import { licenceOf } from './licences.ts';
import { productionPackages } from './lock-file.ts';
import { nodeVersion } from './node-runtime.ts';

/** CycloneDX 1.5, as JSON. */
export function softwareBillOfMaterials(epochS: number): string {
  const components = [...npmComponents(), nodeComponent()];
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(`${version} ${epochS} ${JSON.stringify(components)}`)}`,
    version: 1,
    metadata: {
      timestamp: new Date(epochS * 1000).toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: {
        'bom-ref': `pkg:npm/sandkeep@${version}`,
        type: 'application',
        name: 'sandkeep',
        version,
        purl: `pkg:npm/sandkeep@${version}`,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** A package that is there twice in one version is one component. */
function npmComponents(): readonly object[] {
  const byPurl = productionPackages().map(({ directory, name, version: installed, integrity, isOptional }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${installed}`;
    const component = {
      'bom-ref': purl,
      type: 'library',
      name,
      version: installed,
      scope: isOptional ? 'optional' : 'required',
      purl,
      hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }],
      licenses: [licenceEntry(licenceOf(directory))],
    };
    return [purl, component] as const;
  });
  return [...new Map(byPurl).values()];
}

function nodeComponent(): object {
  const node = nodeVersion();
  return {
    'bom-ref': `pkg:generic/node@${node}`,
    type: 'platform',
    name: 'node',
    version: node,
    scope: 'required',
    purl: `pkg:generic/node@${node}`,
    cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
    licenses: [licenceEntry('MIT')],
  };
}

/** One identifier of SPDX, or several in an expression. */
function licenceEntry(licence: string): object {
  return /[ (]/.test(licence) ? { expression: licence } : { license: { id: licence } };
}

/** A UUID of version 8, which is free to say what its bits are: here those of a digest. */
function uuidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `a${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join('-');
}
