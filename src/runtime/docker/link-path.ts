// Where a link leads, by text alone.

import { formatPath } from '../rooted/virtual-path.ts';

/** The absolute path of a link's target; a relative one starts at the link's directory. "" stays "". */
export function linkedPath(path: string, linkTarget: string): string {
  if (linkTarget === '') return '';
  const base = linkTarget.startsWith('/') ? [] : path.split('/').slice(0, -1);
  const resolved: string[] = [];
  for (const component of [...base, ...linkTarget.split('/')]) {
    if (component === '..') resolved.pop();
    else if (component !== '' && component !== '.') resolved.push(component);
  }
  return formatPath(resolved);
}
