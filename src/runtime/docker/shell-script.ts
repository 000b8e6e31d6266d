// What is run inside the sandbox for its own files: POSIX sh and the few programs that busybox and coreutils share.
// A script answers by its exit code; the codes are above those that a shell and its programs use themselves.

import type { ErrorReason } from '../../domain/errors.ts';

export const exitReasons: Readonly<Record<number, ErrorReason>> = {
  70: 'FILE_NOT_FOUND',
  71: 'NOT_A_DIRECTORY',
  72: 'NOT_A_FILE',
  73: 'FILE_EXISTS',
  74: 'FILE_TOO_LARGE',
  76: 'RANGE_NOT_SATISFIABLE',
  77: 'INVALID_PATH',
};

/** The content did not arrive whole. */
export const exitIncomplete = 75;
/** The image lacks the programs. */
export const exitNoPrograms = 127;

/** Between the fields of a record: no name can hold it. */
export const fieldSeparator = '//';
export const statFields = '%f/%s/%u/%g/%Y/%i/%y';

/** Follows the links of a target, so that the file behind a link is replaced and not the link. */
const resolveTarget = `
if [ -L "$target" ]; then
  # The mark keeps a newline at the end of a name.
  resolved=$(readlink -f -- "$target" && echo .) || exit 70
  target=\${resolved%??}
fi
if [ -d "$target" ]; then exit 72; fi
if [ -e "$target" ] && ! [ -f "$target" ]; then exit 72; fi
directory=\${target%/*}
[ -n "$directory" ] || directory=/
`;

export const requireDirectory = `
if ! [ -d "$directory" ]; then
  if [ -e "$directory" ]; then exit 71; fi
  [ "$parents" = yes ] || exit 70
  mkdir -p -- "$directory" || exit 1
fi
`;

/** Podman loses what a command says when it ends without having read its input. */
const readInputFirst = `trap 'cat > /dev/null' EXIT`;

/** Arguments: target, size, mode or "", parents yes|no, exclusive yes|no, name of the temporary file. Content on stdin. */
export const writeScript = `
${readInputFirst}
target=$1 size=$2 mode=$3 parents=$4 exclusive=$5
if [ "$exclusive" = yes ] && { [ -e "$target" ] || [ -L "$target" ]; }; then exit 73; fi
${resolveTarget}
${requireDirectory}
temporary=$directory/$6
trap 'rm -f -- "$temporary"; cat > /dev/null' EXIT
cat > "$temporary" || exit 1
[ "$(stat -c %s -- "$temporary")" = "$size" ] || exit ${exitIncomplete}
if [ -e "$target" ]; then model=$target; else model=$directory; fi
owner=$(stat -c %u:%g -- "$model")
# Only root may give files away; for others the file is theirs, as with any program of the sandbox.
[ "$owner" = "$(stat -c %u:%g -- "$temporary")" ] || chown -- "$owner" "$temporary" 2>/dev/null
if [ -z "$mode" ]; then
  if [ -e "$target" ]; then mode=$(stat -c %a -- "$target"); else mode=644; fi
fi
chmod -- "$mode" "$temporary" || exit 1
if [ "$exclusive" = yes ]; then
  ln -- "$temporary" "$target" || { [ -e "$target" ] && exit 73; exit 1; }
else
  mv -f -- "$temporary" "$target" || exit 1
fi
# What stands there now, also behind a link.
stat -L -c '//itself//${statFields}' -- "$target"
`;

/** Arguments: target, mode or "", parents yes|no, exclusive yes|no. Content on stdin; what came before a failure stays. */
export const appendScript = `
${readInputFirst}
target=$1 mode=$2 parents=$3 exclusive=$4
if [ "$exclusive" = yes ] && { [ -e "$target" ] || [ -L "$target" ]; }; then exit 73; fi
${resolveTarget}
${requireDirectory}
if [ -e "$target" ]; then fresh=no; else fresh=yes; fi
cat >> "$target" || exit 1
[ -z "$mode" ] || chmod -- "$mode" "$target" || exit 1
if [ "$fresh" = yes ]; then
  chown -- "$(stat -c %u:%g -- "$directory")" "$target" 2>/dev/null
  [ -n "$mode" ] || chmod -- 644 "$target" || exit 1
fi
# What stands there now, also behind a link.
stat -L -c '//itself//${statFields}' -- "$target"
`;

/** Arguments: path. Prints one record, with a word for its name, then NUL and a link's target. */
export const statScript = `
[ -e "$1" ] || [ -L "$1" ] || exit 70
stat -c '//itself//${statFields}' -- "$1" || exit 1
printf '\\0'
[ -L "$1" ] && readlink -n -- "$1"
exit 0
`;

/** Arguments: path, greatest number of entries. Prints records, then after NUL name and target of each link. */
export const listScript = `
[ -d "$1" ] || { if [ -e "$1" ] || [ -L "$1" ]; then exit 71; else exit 70; fi; }
max=$2
cd -- "$1" || exit 1
# A pattern that matches nothing stands for itself, alone and in front.
set -- .[!.]*; [ -e "$1" ] || [ -L "$1" ] || shift
set -- ..?* "$@"; [ -e "$1" ] || [ -L "$1" ] || shift
set -- * "$@"; [ -e "$1" ] || [ -L "$1" ] || shift
[ $# -gt 0 ] || exit 0
[ $# -le "$max" ] || exit 74
stat -c '//%n//${statFields}' -- "$@"
printf '\\0'
for name do
  [ -L "$name" ] && { printf '%s\\0' "$name"; readlink -n -- "$name"; printf '\\0'; }
done
exit 0
`;

/** Arguments: path, offset, greatest number of bytes. */
export const readScript = `
[ -d "$1" ] && exit 72
[ -e "$1" ] || exit 70
[ -f "$1" ] || exit 72
[ "$2" -le "$(stat -L -c %s -- "$1")" ] || [ "$2" -eq 0 ] || exit 76
tail -c "+$(($2 + 1))" -- "$1" | head -c "$3"
`;
