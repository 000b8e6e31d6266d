// Names to leave out of a walk. Only "*" and "?", which a shell's find takes in the same meaning.

/** Whether a name, of one component, is left out. */
export function excludes(patterns: readonly string[]): (name: string) => boolean {
  const split = patterns.map((pattern) => Array.from(pattern));
  return (name) => {
    const characters = Array.from(name);
    return split.some((pattern) => matches(pattern, characters));
  };
}

/** Goes back to the last "*" only: no pattern takes longer than its length times that of the name. */
function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  let index = 0;
  while (index < name.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at;
      starAt = index;
      at += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      starAt += 1;
      index = starAt;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
