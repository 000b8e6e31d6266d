// Reads property lists in XML as launchd does, and insists on what it finds.

export type Plist = string | number | boolean | Plist[] | { [key: string]: Plist };

/** The few elements that our files use; anything else is an error. */
export function parsePlist(text: string): Plist {
  const body = text.replace(/<!--.*?-->/gs, '').replace(/^.*?<plist version="1\.0">(.*)<\/plist>\s*$/s, '$1');
  const tokens = body.match(/<[^>]+>|[^<>]+/g)?.filter((token) => token.trim() !== '') ?? [];
  const value = readValue(tokens);
  if (tokens.length > 0) throw new Error(`left over: ${tokens.join('')}`);
  return value;
}

function readValue(tokens: string[]): Plist {
  const opening = tokens.shift() ?? 'nothing';
  switch (opening) {
    case '<true/>':
      return true;
    case '<false/>':
      return false;
    case '<string>':
      return readText(tokens, '</string>');
    case '<integer>':
      return Number(readText(tokens, '</integer>'));
    case '<array>': {
      const items: Plist[] = [];
      while (tokens[0] !== '</array>') items.push(readValue(tokens));
      tokens.shift();
      return items;
    }
    case '<dict>': {
      const entries: [string, Plist][] = [];
      while (tokens[0] === '<key>') {
        tokens.shift();
        entries.push([readText(tokens, '</key>'), readValue(tokens)]);
      }
      take(tokens, '</dict>');
      return Object.fromEntries(entries);
    }
    default:
      throw new Error(`not an element of the file: ${opening}`);
  }
}

function readText(tokens: string[], closing: string): string {
  const text = tokens.shift() ?? '';
  take(tokens, closing);
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function take(tokens: string[], wanted: string): void {
  const token = tokens.shift();
  if (token !== wanted) throw new Error(`"${wanted}" is missing before "${token}"`);
}
