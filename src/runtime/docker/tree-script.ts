// What is run inside the sandbox for trees of its own files; as in shell-script.ts, whose exit codes these are.

import { requireDirectory, statFields } from './shell-script.ts';

/** Arguments: target, mode or "", parents yes|no. */
export const makeDirectoryScript = `
target=$1 mode=$2 parents=$3
if ! [ -d "$target" ]; then
  if [ -e "$target" ] || [ -L "$target" ]; then exit 73; fi
  directory=\${target%/*}
  [ -n "$directory" ] || directory=/
  ${requireDirectory}
  if mkdir -- "$target"; then
    chown -- "$(stat -c %u:%g -- "$directory")" "$target" 2>/dev/null
    chmod -- "\${mode:-755}" "$target" || exit 1
  else [ -d "$target" ] || exit 1
  fi
fi
stat -L -c '//itself//${statFields}' -- "$target"
`;

/** Arguments: path, recursive yes|no. */
export const removeScript = `
[ -e "$1" ] || [ -L "$1" ] || exit 70
if [ -L "$1" ] || ! [ -d "$1" ]; then rm -f -- "$1" || exit 1
elif [ "$2" = yes ]; then rm -rf -- "$1" || exit 1
else rmdir -- "$1" || exit 1
fi
`;

/** Arguments: from, to, overwrite yes|no. */
export const moveScript = `
from=$1 to=$2 overwrite=$3
[ -e "$from" ] || [ -L "$from" ] || exit 70
case "$to/" in "$from"/*) [ "$from" = "$to" ] || exit 77 ;; esac
directory=\${to%/*}
parents=no
[ -n "$directory" ] || directory=/
${requireDirectory}
if [ "$from" != "$to" ]; then
  if [ -e "$to" ] || [ -L "$to" ]; then
    [ "$overwrite" = yes ] || exit 73
    if [ -d "$to" ] && ! [ -L "$to" ]; then exit 73; fi
    if [ -d "$from" ] && ! [ -L "$from" ]; then exit 73; fi
    # A move to a link that leads to a directory would move into it.
    if [ -L "$to" ]; then rm -f -- "$to" || exit 1; fi
  fi
  if [ "$overwrite" = yes ]; then mv -f -- "$from" "$to" || exit 1
  else
    mv -n -- "$from" "$to" || exit 1
    if [ -e "$from" ] || [ -L "$from" ]; then exit 73; fi
  fi
fi
stat -c '//itself//${statFields}' -- "$to" || exit 1
printf '\\0'
[ -L "$to" ] && readlink -n -- "$to"
exit 0
`;

/** Arguments: path, mode. Follows links. */
export const chmodScript = `
[ -e "$1" ] || exit 70
chmod -- "$2" "$1" || exit 1
stat -L -c '//itself//${statFields}' -- "$1"
`;

const enterDirectory = `
[ -d "$1" ] || { if [ -e "$1" ] || [ -L "$1" ]; then exit 71; else exit 70; fi; }
cd -- "$1" || exit 1
`;

/** From the names to leave out to what find takes, in front of what is done with the rest. */
const pruneNames = `
count=$#
set -- "$@" -xdev -mindepth 1 -maxdepth "$depth"
while [ "$count" -gt 0 ]; do
  name=$1
  shift
  set -- "$@" -name "$name" -prune -o
  count=$((count - 1))
done
`;

/**
 * Arguments: path, depth, then names to leave out. Prints records, then after NUL name and target of each link.
 * Other file systems are not entered: those that are mounts are served from the host.
 */
export const walkScript = `
for program in find stat readlink; do command -v "$program" > /dev/null || exit 127; done
${enterDirectory}
depth=$2
shift 2
${pruneNames}
find . "$@" -exec stat -c '//%n//${statFields}' -- {} + 2>/dev/null
printf '\\0'
find . "$@" -type l -exec sh -c 'for name do
  printf "%s\\\\0" "$name"; readlink -n -- "$name"; printf "\\\\0"
done' sh {} + 2>/dev/null
exit 0
`;

/**
 * Arguments: path, depth, size that no file may reach in bytes, options of grep as one word, pattern, then names to
 * leave out. Prints records of the files with a line like the pattern, of all files where nothing understands it.
 * A name with a line end is left out.
 */
export const searchScript = `
for program in find stat; do command -v "$program" > /dev/null || exit 127; done
${enterDirectory}
depth=$2 size=$3 options=$4 pattern=$5
shift 5
${pruneNames}
usable=yes
for program in grep tr xargs; do command -v "$program" > /dev/null || usable=no; done
# A line to look at, since some read the pattern only then.
echo line | grep "$options" -e "$pattern" > /dev/null 2>&1
[ $? -le 1 ] || usable=no
if [ "$usable" = no ]; then
  find . "$@" -type f -size "-\${size}c" -exec stat -c '//%n//${statFields}' -- {} + 2>/dev/null
  exit 0
fi
find . "$@" -type f -size "-\${size}c" -exec grep "$options" -e "$pattern" -- {} + 2>/dev/null |
  tr '\\n' '\\0' | xargs -0 stat -c '//%n//${statFields}' -- 2>/dev/null
exit 0
`;

/** Arguments: mark, greatest number of bytes of each, then paths. Prints the mark, path, NUL and content of each. */
export const readManyScript = `
mark=$1 max=$2
shift 2
for path do
  [ -f "$path" ] && ! [ -L "$path" ] && [ -r "$path" ] || continue
  printf '%s%s\\0' "$mark" "$path"
  head -c "$max" -- "$path"
done
printf '%s' "$mark"
exit 0
`;

/** Arguments: directory. Names on stdin, each with NUL. Prints letter and name of those that are there, each with NUL. */
export const existingScript = `
command -v xargs > /dev/null || exit 127
${enterDirectory}
xargs -0 sh -c 'for name do
  if [ -d "$name" ]; then kind=d; elif [ -e "$name" ] || [ -L "$name" ]; then kind=f; else continue; fi
  printf "%s%s\\\\0" "$kind" "$name"
done' sh
exit 0
`;

/** Arguments: directory. A plain tar on stdin. */
export const extractScript = `
trap 'cat > /dev/null' EXIT
command -v tar > /dev/null || exit 127
${enterDirectory}
tar -xpf - || exit 1
`;
