// Keys of the storage: where workspaces are copied.

import { z } from 'zod';

import { isStoragePath } from '../domain/names.ts';
import * as types from './key-types.ts';
import { count, deadline, flag, key, list, nullable, oneOf, section } from './key-types.ts';

const longestPrefix = 200;

const objectPrefix = types.kind(
  z.string().refine((text) => text === '' || (text.length <= longestPrefix && isStoragePath(text.replace(/\/$/, '')))),
  { kind: 'text', expected: `plain names with "/" between them, ${longestPrefix} characters at most` },
);

const s3 = section(
  {
    endpoint: key(nullable(types.text), null, "URL of the service; without it Amazon's for the region."),
    region: key(
      types.pattern(/^[a-z0-9-]{1,64}$/, { kind: 'text', expected: 'the name of a region, such as us-east-1' }),
      'us-east-1',
      'Region that requests are signed for.',
    ),
    bucket: key(
      types.pattern(/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,254})?$/, { kind: 'text', expected: 'the name of a bucket' }),
      '',
      'Bucket, which must exist; needed by s3.',
    ),
    prefix: key(objectPrefix, 'sandkeep/', 'Begins the name of every object.'),
    path_style: key(flag, true, 'Whether the bucket is in the path instead of the host name, as MinIO wants it.'),
    checksums: key(
      oneOf('when_required', 'when_supported'),
      'when_required',
      'Whether newer checksums are sent also where the service does not demand them; older services refuse them.',
    ),
    access_key_id: key(
      types.text,
      '$AWS_ACCESS_KEY_ID',
      'Key id; "$NAME" and "${NAME}" are replaced from the daemon\'s environment, "$$" is a dollar.',
    ),
    secret_access_key: key(types.text, '$AWS_SECRET_ACCESS_KEY', 'Its secret; "$" as in access_key_id.'),
  },
  'An S3-compatible service, for storage kind s3.',
);

export const storage = section(
  {
    kind: key(
      oneOf('none', 'directory', 's3'),
      'none',
      'Where workspaces are copied on recycle and release, and come from before a create: nowhere, a directory, or S3.',
    ),
    directory: key(nullable(types.absolutePath), null, 'For kind directory; without it "storage" in data_dir.'),
    allowed_paths: key(
      list(types.text),
      [],
      'Places in the storage at or below which a request may name its storage_path; none allows none.',
    ),
    max_bytes: key(types.workspaceBytes, '10g', 'Largest workspace that is stored.'),
    max_entries: key(count(1, 10_000_000), 200_000, 'Files and directories of a workspace that is stored.'),
    concurrency: key(count(1, 64), 4, 'Files of one workspace transferred at once.'),
    timeout: key(deadline, '15m', 'Deadline of one transfer of a workspace.'),
    s3,
  },
  'Copies of workspaces that outlive this host.',
);
