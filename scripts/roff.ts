// Markdown of our own documents as a manual page: headings, paragraphs, lists, tables, code; links become their words.

interface ManualPage {
  readonly name: string;
  readonly section: number;
  /** Completes "NAME - …". */
  readonly purpose: string;
  readonly source: string;
  /** Beginning with a paragraph, which is the description. */
  readonly markdown: string;
  readonly synopsis: readonly string[];
  readonly seeAlso: readonly string[];
}

export function manualPage(page: ManualPage): string {
  const { name, section, purpose, source, synopsis, markdown, seeAlso } = page;
  const lines = [
    `.\\" Written by scripts/man-pages.ts; change what it is made from.`,
    `.TH ${quoted(name.toUpperCase())} ${section} "" ${quoted(source)} ${quoted('Sandkeep manual')}`,
    // Words of a table cell are narrow, and a hyphen of ours is not a place to break a command.
    '.nh',
    '.ad l',
    '.SH NAME',
    `${plain(name)} \\- ${plain(purpose)}`,
    '.SH SYNOPSIS',
    ...synopsis.flatMap((line) => ['.PP', inline(line)]),
    '.SH DESCRIPTION',
    ...blocksOf(markdown).flatMap(renderBlock),
    '.SH SEE ALSO',
    seeAlso.map((other) => inline(other)).join(',\n'),
  ];
  // A section begins a paragraph by itself.
  const needed = lines.filter((line, index) => line !== '.PP' || !/^\.S[HS] /.test(lines[index - 1] ?? ''));
  return `${needed.join('\n')}\n`;
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly headers: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Blocks are apart by empty lines, but for the items of a list. */
function blocksOf(markdown: string): readonly Block[] {
  const parts = markdown.replaceAll(/<!--[^]*?-->\n*/g, '').split(/(^```[^]*?^```$)/m);
  return parts.flatMap((part): readonly Block[] => {
    if (part.startsWith('```')) return [{ kind: 'code', lines: part.split('\n').slice(1, -1) }];
    return part.split(/\n{2,}/).flatMap((text) => textBlocks(text.trim()));
  });
}

function textBlocks(text: string): readonly Block[] {
  if (text === '') return [];
  const heading = /^(#+) ([^\n]*)\n?/.exec(text);
  if (heading !== null) {
    const [whole, marks = '', title = ''] = heading;
    return [{ kind: 'heading', level: marks.length, text: title }, ...textBlocks(text.slice(whole.length))];
  }
  if (text.startsWith('|')) return [tableOf(text.split('\n'))];
  if (text.startsWith('- '))
    return text
      .split(/^- /m)
      .slice(1)
      .map((item) => ({ kind: 'item', text: item }));
  return [{ kind: 'paragraph', text }];
}

function tableOf(lines: readonly string[]): Block {
  const [headers = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|')),
  );
  return { kind: 'table', headers, rows };
}

function renderBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block);
    case 'paragraph':
      return ['.PP', inline(block.text)];
    case 'item':
      return ['.IP \\(bu 2', inline(block.text)];
    case 'code':
      return ['.PP', '.in +4n', '.nf', ...block.lines.map(plain), '.fi', '.in'];
    case 'table':
      return block.rows.flatMap((row) => renderRow(block.headers, row));
  }
}

/** The title of the document is the page's own. */
function renderHeading({ level, text }: { readonly level: number; readonly text: string }): readonly string[] {
  if (level === 1) return [];
  return level === 2 ? [`.SH ${quoted(text.toUpperCase())}`] : [`.SS ${quoted(text)}`];
}

/** The first cell is what the others speak of. Where it has a title, the last one is what it does, and comes first. */
function renderRow(headers: readonly string[], [first = '', ...others]: readonly string[]): readonly string[] {
  const isListOfPlaces = headers[0] === '' && headers.length > 2;
  const named = others.map((cell, index) => ({ cell, header: headers[index + 1] ?? '' }));
  const last = isListOfPlaces ? undefined : named.pop();
  const texts = named.filter(({ cell }) => cell !== '').map(({ cell, header }) => `${header}: ${cell}`);
  if (last !== undefined) texts.unshift(last.cell);
  return [
    '.TP',
    inline(first) || '\\&',
    ...texts.flatMap((text, index) => [...(index > 0 ? ['.br'] : []), inline(text)]),
  ];
}

/** Code and strong words in bold, links without their targets. */
function inline(text: string): string {
  const words = text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/\[([^\]]*)\]\((https?:[^)]*)\)/g, '$1 <$2>')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return words
    .map((word, index) => (index % 2 === 1 ? bold(word.replaceAll(/^(?:`|\*\*)|(?:`|\*\*)$/g, '')) : plain(word)))
    .join('');
}

function bold(text: string): string {
  return `\\fB${plain(text)}\\fR`;
}

/** As it is read: a backslash, a hyphen, and a line that would be a request, each need their own spelling. */
function plain(text: string): string {
  return text
    .replaceAll('\\', String.raw`\(rs`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('~', String.raw`\(ti`)
    .replaceAll('^', String.raw`\(ha`)
    .replaceAll('`', String.raw`\(ga`)
    .replaceAll('…', '...')
    .replaceAll('–', '-')
    .replaceAll('’', "'")
    .replace(/^(?=[.'])/, String.raw`\&`);
}

function quoted(text: string): string {
  return `"${plain(text).replaceAll('"', String.raw`\(dq`)}"`;
}
