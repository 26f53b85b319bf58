#!/bin/bash
# The command number of a prompt is another one when the prompt is expanded by hand.
#
# bash expands \# in PS1 to the number that the next command will have. ${variable@P}, which the manual describes as "expanding as if
# it were a prompt string", gives one less at the very same prompt (in PROMPT_COMMAND, just before PS1 is printed). A shell
# integration that compares the two to tell whether a command has run is off by one.
#
# Seen with bash 5.2: at each prompt, @P gives n and PS1 n+1.
set -u
said=$(printf 'true\ntrue\nexit\n' | env -i HOME=/nonexistent PATH="$PATH" TERM=dumb \
  PROMPT_COMMAND='x="\#"; printf "P%s" "${x@P}"' PS1='=\#;' bash --noprofile --norc --noediting -i 2>&1 | tr -d '\n' | grep -o 'P[0-9]*=[0-9]*' | head -3 | tr '\n' ' ')
echo "bash $BASH_VERSION: $said"
[[ $said =~ ^P([0-9]+)=([0-9]+)\ P([0-9]+)=([0-9]+) ]] || { echo 'no prompts were seen' >&2; exit 1; }
((BASH_REMATCH[2] == BASH_REMATCH[1] + 1 && BASH_REMATCH[4] == BASH_REMATCH[3] + 1)) || { echo 'this has changed' >&2; exit 1; }
