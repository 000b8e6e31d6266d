// Makes what users install, in out/: the npm package, a self-contained tarball and a Debian package, both with Node.js
// inside, and the SBOM. The same sources give the same bytes: times are those of the commit, or SOURCE_DATE_EPOCH.
// --quick compresses little, for tests; --to names another directory.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { version } from '../version.ts';
import { buildDeb } from './debian.ts';
import { outputOf, root, run } from './commands.ts';
import { softwareBillOfMaterials } from './sbom.ts';
import { stageBundle } from './staging.ts';
import { buildTarball } from './tarball.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, to: { type: 'string', default: path.join(root, 'out') } },
});
const destination = path.resolve(options.to);

if (process.platform !== 'linux') {
  console.error('"npm run package" makes packages for Linux, on Linux; "npm pack" works everywhere');
  process.exit(1);
}
makePackages();

function makePackages(): void {
  const epochS = Number(process.env['SOURCE_DATE_EPOCH'] ?? outputOf('git', ['log', '-1', '--format=%ct']));
  if (!Number.isInteger(epochS)) throw new Error('SOURCE_DATE_EPOCH is no number of seconds');
  const work = mkdtempSync(path.join(tmpdir(), 'sandkeep-package-'));
  try {
    rmSync(destination, { recursive: true, force: true });
    mkdirSync(destination, { recursive: true });
    run('npm', ['pack', '--silent', '--pack-destination', destination]);
    const packed = path.join(destination, `sandkeep-${version}.tgz`);
    const sbom = softwareBillOfMaterials(epochS);
    writeFileSync(path.join(destination, `sandkeep-${version}.cdx.json`), sbom);
    const bundle = path.join(work, 'bundle');
    stageBundle({ packed, bundle, sbom });
    const effort = options.quick ? 'quick' : 'best';
    buildTarball({ bundle, destination, version, epochS, effort });
    buildDeb({ bundle, destination, version, epochS, effort });
    writeFileSync(path.join(destination, 'SHA256SUMS'), checksums());
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function checksums(): string {
  const names = outputOf('ls', ['-1', destination]).split('\n').filter(Boolean);
  return names
    .map((name) => {
      const bytes = readFileSync(path.join(destination, name));
      console.log(`${name}  ${(bytes.length / 1024 ** 2).toFixed(1)} MiB`);
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
    })
    .join('');
}
