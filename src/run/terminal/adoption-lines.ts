import { functionLine } from './hooks.ts';
import type { ShellKind } from './marks.ts';

/** Lines that are typed into a shell that prints no marks (in a container, over ssh, one with start-up files of its own), so that it does. */

/** A line that every shell understands, and that tells which one it is by mark K. Where it is echoed, nothing in it looks like a mark. */
export function probeLine(token: string): string {
  return ` printf '\\033]133;K;b=%s;z=%s;f=%s;aid=${token}\\007' "$BASH_VERSION" "$ZSH_VERSION" "$FISH_VERSION"`;
}

/** A line that makes a shell of this kind print marks around the prompt that it has. */
export function adoptionLine(kind: ShellKind, token: string, watched: readonly string[]): string {
  switch (kind) {
    case 'bash':
      return bashLine(token, watched);
    case 'zsh':
      return zshLine(token);
    case 'fish':
      return fishLine(token);
    case 'sh':
      return shLine(token);
  }
}

function mark(body: string, token: string): string {
  return `\\033]133;${body};aid=${token}\\007`;
}

/** The two lines are taken out of the history again, whatever HISTCONTROL says. */
function bashLine(token: string, watched: readonly string[]): string {
  const forget =
    `__pupitre_h() { builtin local h i; for i in 1 2; do h=$(HISTTIMEFORMAT= builtin history 1); ` +
    `if [[ $h == *${token}* ]]; then h=\${h#"\${h%%[0-9]*}"}; builtin history -d "\${h%%[^0-9]*}"; fi; done; }`;
  return ` ${functionLine(token, watched)}; ${forget}; __pupitre_h 2>/dev/null; unset -f __pupitre_h`;
}

function zshLine(token: string): string {
  const around = (name: string, [a, b]: readonly [string, string]): string =>
    `[[ $${name} == *'${b};aid=${token}'* ]] || ${name}=$'%{${mark(a, token)}%}'$${name}$'%{${mark(b, token)}%}'`;
  return [
    ` __pupitre_d() { local s=$?; printf '${mark('D;s=%s;p=%s', token)}' $s $$; return $s }`,
    `__pupitre_c() { printf '${mark('C;s=0;p=%s', token)}' $$ }`,
    `__pupitre_w() { ${around('PS1', [`A;s=%?;p='$$$'`, 'B;s=%?'])}; ${around('PS2', ['A;k=s;s=0', 'B;k=s;s=0'])} }`,
    // A zsh without start-up files has taken PS1 from bash, and expands nothing in it.
    `[[ $PS1 == *aid=${token}* ]] && PS1='%m%# ' PS2='> '`,
    `precmd_functions=(__pupitre_d $precmd_functions __pupitre_w)`,
    `preexec_functions+=(__pupitre_c)`,
  ].join('; ');
}

function fishLine(token: string): string {
  return [
    ` functions -c fish_prompt __pupitre_prompt`,
    `function __pupitre_s; return $argv[1]; end`,
    `function __pupitre_c --on-event fish_preexec; printf '${mark('C;s=0;p=%s', token)}' $fish_pid; end`,
    `function __pupitre_d --on-event fish_postexec; set -l s $status; printf '${mark('D;s=%s;p=%s', token)}' $s $fish_pid; __pupitre_s $s; end`,
    `function fish_prompt; set -l s $status; printf '${mark('A;s=%s;p=%s', token)}' $s $fish_pid; __pupitre_s $s; __pupitre_prompt; printf '${mark('B;s=%s', token)}' $s; end`,
  ].join('; ');
}

/** sh, dash, ksh: `$?` is expanded when PS1 is printed. busybox's line editor must be told what has no width. */
function shLine(token: string): string {
  const one = (body: string): string => `$(printf '%s${mark(body, token)}%s' "$__o" "$__c")`;
  return (
    ` case $(readlink /proc/$$/exe 2>/dev/null) in *busybox*) __o='\\[' __c='\\]';; *) __o= __c=;; esac; ` +
    `PS1="${one('A;s=$?;p=$$')}$PS1${one('B;s=$?')}"; PS2="${one('A;k=s;s=$?')}$PS2${one('B;k=s;s=$?')}"; unset __o __c`
  );
}
