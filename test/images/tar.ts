// A tar archive in memory: the few kinds of entries an image needs, in the ustar format.

export interface TarEntry {
  path: string;
  kind: 'file' | 'directory' | 'symlink';
  content?: Buffer | string;
  target?: string;
  mode?: number;
  ownerId?: number;
}

const blockBytes = 512;
const typeFlags = { file: '0', symlink: '2', directory: '5' } as const;
// One fixed time, so that the same content is the same archive.
const modifiedAtSeconds = 1_700_000_000;

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const ownerId = entry.ownerId ?? 0;
  const name = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
  if (Buffer.byteLength(name) > 100) throw new Error(`the name is too long for this small tar: ${name}`);
  block.write(name, 0);
  block.write(octal(entry.mode ?? (entry.kind === 'file' ? 0o644 : 0o755), 8), 100);
  block.write(octal(ownerId, 8), 108);
  block.write(octal(ownerId, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(modifiedAtSeconds, 12), 136);
  // The checksum is counted with blanks in its own place.
  block.write(' '.repeat(8), 148);
  block.write(typeFlags[entry.kind], 156);
  block.write(entry.target ?? '', 157);
  block.write('ustar\u000000', 257);
  block.write(
    octal(
      block.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  return block;
}

export function buildTar(entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
    return [header(entry, content.length), content, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}
