# bash type.sh FOLDER: runs the commands FOLDER/N.cmd in one shell, N from 1 on, each when N comes through the pipe `go`;
# what they say is in N.out, and N and the exit code go into the pipe `done`. Ends when `end` comes. USR1 ends a loop that waits.
__folder=$1 __last=0
# Loops of a function are its own: this one goes on.
__run() { eval "$__command"; }
trap 'break 99 2>/dev/null' USR1
exec 8<"$__folder/go" 9>"$__folder/done"
echo "$$ 0" >&9
while read -r __n <&8 && [ "$__n" != end ]; do
  __command=$(cat "$__folder/$__n.cmd")
  (exit "$__last")
  __run >"$__folder/$__n.out" 2>&1 </dev/null 8<&- 9>&-
  __last=$?
  echo "$__n $__last" >&9
done
