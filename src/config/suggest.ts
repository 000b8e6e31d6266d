// "Did you mean": the known name nearest to a mistyped one.

/** Words of other tools for keys that are called differently here. */
const otherWords: Readonly<Record<string, string>> = {
  env: 'environment',
  envs: 'environment',
  volumes: 'mounts',
  binds: 'mounts',
  host_path: 'source',
  container_path: 'target',
  readonly: 'read_only',
  user: 'run_as',
  working_dir: 'workdir',
  runtime_class: 'oci_runtime',
  allow_host_bash: 'allow_host_exec',
  socket_path: 'socket',
  healthcheck: 'readiness',
  inherits: 'extends',
  from: 'extends',
};

const longestNameLetters = 100;

export function nearestName(name: string, known: readonly string[]): string | null {
  const plain = name.toLowerCase().replaceAll('-', '_');
  const translated = otherWords[plain];
  if (translated !== undefined && known.includes(translated)) return translated;
  const mostEdits = Math.max(1, Math.floor(plain.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(plain, candidate.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= mostEdits ? best.candidate : null;
}

/** Letters to insert, delete, replace or swap with their neighbour to get from one to the other. */
function editDistance(left: string, right: string): number {
  const columns = Array.from({ length: right.length + 1 }, (_, index) => index);
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = columns;
  for (let row = 1; row <= Math.min(left.length, longestNameLetters); row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const replaced = cell(previous, column - 1) + (isSame ? 0 : 1);
      const swapped = isSwap ? cell(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replaced, swapped, cell(previous, column) + 1, cell(current, column - 1) + 1));
    }
    beforePrevious = previous;
    previous = current;
  }
  return cell(previous, right.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
