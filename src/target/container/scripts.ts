import { quoted } from '../ssh-scripts.ts';

/**
 * What runs in a container, for a POSIX sh and /proc alone. Each terminal has files in `folder`: `.sock` (of dtach, where there is one), `.shell`
 * (of the shell: process, start, session), `.client` (who is attached, likewise), `.code` (how the shell ended).
 */

/** Of the container's user alone; a name that `rm -rf /tmp/*` leaves. */
export const folder = '/tmp/.pupitre';

/** Fields of /proc/PID/stat from the third on (what stands before may hold blanks and brackets): state, parent, group, session, ... */
const stat = `stat_of() { read -r fields <"/proc/$1/stat" && fields=\${fields##*) }; } 2>/dev/null
note() { stat_of "$2"; set -- "$1" "$2" $fields; echo "$2 \${22} $6" >"$1"; }`;

/** `alive FILE`: the process of the file runs; in any case `pid`, `start`, `sid` are what stands there. */
const functions = `${stat}
alive() {
  pid= start= sid=
  [ -f "$1" ] && read -r pid start sid <"$1" && stat_of "$pid" || return 1
  set -- $fields
  [ "$1" != Z ] && [ "\${20}" = "$start" ]
}
members() {
  for each in /proc/[0-9]*; do
    stat_of "\${each#/proc/}" || continue
    set -- $fields
    if [ "$4" = "$sid" ] && [ "$1" != Z ]; then echo "\${each#/proc/}"; fi
  done
}
end_session() {
  [ -n "$sid" ] || return 0
  for signal in HUP TERM KILL KILL; do
    found=$(members)
    [ -n "$found" ] || return 0
    kill -$signal $found 2>/dev/null
    for tenth in 1 2 3 4 5 6 7 8 9 10; do [ -n "$(members)" ] || return 0; sleep 0.1; done
  done
}
end_client() { if alive "$1.client"; then kill "$pid"; fi; rm -f "$1.client"; } 2>/dev/null
close_all() { end_client "$1"; alive "$1.shell"; end_session; rm -f "$1".*; }`;

/** Arguments: folder, shell. Says whether both and dtach are there, and which shells go on; ends what can go on for nobody. */
const prepare = `command -v "$2" >/dev/null 2>&1 || { echo lacking; exit 0; }
mkdir -p "$1" && chmod 700 "$1" || exit 1
if command -v dtach >/dev/null 2>&1; then echo dtach; fi
for each in "$1"/*.shell; do
  f=\${each%.shell}
  if [ -S "$f.sock" ] && alive "$each"; then echo "alive \${f##*/}"; else close_all "$f"; fi
done`;

/** Arguments: terminal, rows, columns, and a script for the leader, in a file so that `ps` shows little. */
const launch = {
  dtach: `rm -f "$1".*
printf '%s\\n' "$4" >"$1.run"
stty rows "$2" cols "$3" 2>/dev/null
note "$1.client" $$
exec dtach -c "$1.sock" -E -z -r none sh "$1.run" "$1" "$2" "$3"`,
  plain: `rm -f "$1".*
printf '%s\\n' "$4" >"$1.run"
exec sh "$1.run" "$1" "$2" "$3"`,
} as const;

/** Where a program begins, and in which locale. */
const beginning = `if [ "$PWD" = / ]; then cd 2>/dev/null; fi
case $LC_ALL$LC_CTYPE$LANG in
  *[Uu][Tt][Ff]*) ;;
  *) unset LC_ALL; export LC_CTYPE=C.UTF-8 ;;
esac`;

/**
 * What leads the session of a terminal and starts the words in it. dtach makes a terminal without a size. What sh would say of the shell's end
 * is nobody's output. In a folder that the image chose the shell stays, and goes home from the root.
 */
function leader(words: readonly string[]): string {
  return `stty rows "$2" cols "$3" 2>/dev/null
f=$1
${beginning}
exec 3>&2 2>/dev/null
(exec sh -c ${quoted(`${stat}\nnote "$1" $$\nshift\nexec "$@"`)} sh "$f.shell" ${words.map(quoted).join(' ')} 2>&3 3>&-)
code=$?
echo $code >"$f.code"
exit $code`;
}

/** Raw from the beginning, or keys would be echoed until dtach has it. */
const attach = `end_client "$1"
note "$1.client" $$
stty rows "$2" cols "$3" raw -echo 2>/dev/null
exec dtach -a "$1.sock" -E -z -r none`;

/** Arguments: terminal, and rows and columns that it is to have. The shell is at its prompt when its own group has the terminal, and keys come one by one: a builtin (`read`) has lines. */
const look = `if alive "$1.shell"; then
  [ -z "$2" ] || stty rows "$2" cols "$3" <"/proc/$pid/fd/0" 2>/dev/null
  stat_of "$pid"
  set -- $fields
  if [ "$3" = "$6" ] && stty -a <"/proc/$pid/fd/0" 2>/dev/null | grep -q -e -icanon; then echo atPrompt; else echo inProgram; fi
elif [ -f "$1.code" ]; then echo "ended $(cat "$1.code")"
fi`;

function script(body: string, ...args: readonly (string | number)[]): readonly string[] {
  return ['sh', '-c', `${functions}\n${body}`, 'sh', ...args.map(String)];
}

export const scripts = {
  prepare: (shell: string) => script(prepare, folder, shell),
  /** Starts `words` in a terminal. */
  launch: (
    how: keyof typeof launch,
    file: string,
    { rows, cols }: { readonly rows: number; readonly cols: number },
    words: readonly string[],
  ) => script(launch[how], file, rows, cols, leader(words)),
  /** Runs `words` where the shells begin, without a terminal. */
  beside: (words: readonly string[]): readonly string[] => ['sh', '-c', `${beginning}\nexec "$@"`, 'sh', ...words],
  attach: (file: string, size: { readonly rows: number; readonly cols: number }) =>
    script(attach, file, size.rows, size.cols),
  look: (file: string, size?: { readonly rows: number; readonly cols: number }) =>
    script(look, file, size?.rows ?? '', size?.cols ?? ''),
  /** Ends the shell of a terminal with its session. */
  close: (file: string) => script('close_all "$1"', file),
  letGo: (file: string) => script('end_client "$1"', file),
} as const;
