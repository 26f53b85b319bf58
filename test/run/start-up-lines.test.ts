import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

/**
 * Lines as people have them in ~/.bashrc, or type them in a deck: whatever they do to PROMPT_COMMAND, PS0, PS1, PS2, traps,
 * options, aliases, functions, variables and key bindings, a command that fails has failed, one that does not has not, and
 * an output is what the command printed.
 */
const lines: readonly (readonly [name: string, line: string])[] = [
  // PROMPT_COMMAND as a string
  ['history -a in front', 'PROMPT_COMMAND="history -a; $PROMPT_COMMAND"'],
  ['history -a, -c, -r in front', 'export PROMPT_COMMAND="history -a; history -c; history -r; ${PROMPT_COMMAND}"'],
  ['history -a and -n behind', 'PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND; }history -a; history -n"'],
  ['history -a behind, with a line end', 'PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$\'\\n\'}history -a"'],
  ['history -a instead', "PROMPT_COMMAND='history -a'"],
  ['an empty one', 'PROMPT_COMMAND='],
  ['none', 'unset PROMPT_COMMAND'],
  ['a separator too many', 'PROMPT_COMMAND="$PROMPT_COMMAND;"'],
  ['a separator in front', 'PROMPT_COMMAND=";$PROMPT_COMMAND" 2>/dev/null'],
  ['one that fails', 'PROMPT_COMMAND="false; $PROMPT_COMMAND"'],
  ['one that fails behind', 'PROMPT_COMMAND+="; false"'],
  ['one that succeeds in front', 'PROMPT_COMMAND="true; $PROMPT_COMMAND"'],
  ['one that ends with a comment', 'PROMPT_COMMAND="$PROMPT_COMMAND; history -a # keep"'],
  ['one in the background', 'PROMPT_COMMAND="$PROMPT_COMMAND; (true &)"'],
  ['one that prints', 'PROMPT_COMMAND="$PROMPT_COMMAND; echo"'],
  ['one that prints instead', 'PROMPT_COMMAND=\'printf "[took a while]\\n"\''],
  ['a title', `PROMPT_COMMAND='printf "\\033]0;%s@%s:%s\\007" "$USER" "$HOSTNAME" "$PWD"'`],
  ['a title behind', `PROMPT_COMMAND="$PROMPT_COMMAND"'; echo -ne "\\033]0;$PWD\\007"'`],
  ['read-only', 'readonly PROMPT_COMMAND'],
  ['read-only, and of its own', "declare -r PROMPT_COMMAND='history -a'"],
  ['a subshell in front', 'PROMPT_COMMAND="(exit 7); $PROMPT_COMMAND"'],
  // as an array
  ['an array', "PROMPT_COMMAND=('history -a' 'true')"],
  ['an array of two, the first ours', 'PROMPT_COMMAND=("$PROMPT_COMMAND" "history -a")'],
  ['an array, ours last', 'PROMPT_COMMAND=("history -a" "$PROMPT_COMMAND")'],
  ['an element more', 'PROMPT_COMMAND+=("history -a")'],
  ['an element far away', 'PROMPT_COMMAND[7]="history -a"'],
  ['an array that builds the prompt', `bp() { PS1="[\\w] "; }; PROMPT_COMMAND=(bp)`],
  ['an array, declared', "declare -a PROMPT_COMMAND; PROMPT_COMMAND+=('false')"],
  // prompts built each time
  ['a function that builds the prompt', 'gp() { PS1="[\\w]\\$ "; }; PROMPT_COMMAND=gp'],
  ['the same behind', 'gp() { PS1="[\\w]\\$ "; }; PROMPT_COMMAND="$PROMPT_COMMAND; gp"'],
  ['the same appended', 'prompt() { PS1="> "; }; PROMPT_COMMAND+=";prompt"'],
  ['an assignment behind', 'PROMPT_COMMAND="$PROMPT_COMMAND; PS1=\\"x\\\\$ \\""'],
  [
    'powerline',
    'function _update_ps1() { PS1="$(printf "\\\\[\\\\e[44m\\\\] %s \\\\[\\\\e[0m\\\\] " "$?")"; }; [[ $TERM != linux && ! $PROMPT_COMMAND =~ _update_ps1 ]] && PROMPT_COMMAND="_update_ps1; $PROMPT_COMMAND"',
  ],
  [
    "git's own prompt, by PROMPT_COMMAND",
    '__git_ps1() { local ex=$?; PS1="$1 (main)$2"; return $ex; }; PROMPT_COMMAND=\'__git_ps1 "\\u@\\h:\\w" "\\\\\\$ "\'',
  ],
  [
    "git's own prompt, in PS1",
    '__git_ps1() { printf -- "${1:- (%s)}" main; }; PS1=\'[\\u \\W$(__git_ps1 " (%s)")]\\$ \'',
  ],
  ['a prompt over two lines', `PS1='\\u in \\w\\n\\$ '`],
  ['a prompt over two lines, built', `two() { PS1="\\u\\n\\$? \\$ "; }; PROMPT_COMMAND=two`],
  ['a prompt with colours', `PS1='\\[\\e[01;32m\\]\\u@\\h\\[\\e[00m\\]:\\[\\e[01;34m\\]\\w\\[\\e[00m\\]\\$ '`],
  ['a prompt that shows the exit code', `PS1='$? $(if [ $? = 0 ]; then echo ok; else echo no; fi) \\$ '`],
  ['something before the prompt', 'PS1="(venv) $PS1"'],
  ['a command before the prompt', `PS1='$(true)'"$PS1"`],
  ['a command that fails before the prompt', `PS1='$(exit 3)'"$PS1"`],
  ['a title in the prompt', `PS1="\\[\\e]0;\\u@\\h: \\w\\a\\]$PS1"`],
  ['no prompt', 'unset PS1'],
  ['an empty prompt', 'PS1='],
  ['an empty prompt and no PROMPT_COMMAND', 'PS1= PROMPT_COMMAND='],
  ['a read-only prompt', "readonly PS1='fixed> '"],
  ['a read-only prompt and PROMPT_COMMAND', "readonly PS1='fixed> ' PROMPT_COMMAND='history -a'"],
  ['a prompt without expansions', 'shopt -u promptvars'],
  ['another second prompt', "PS2='... '"],
  ['a read-only second prompt', "readonly PS2='> '"],
  // PS0
  ['the time in PS0', "PS0='[\\t] '"],
  ['a command in PS0', `PS0='$(date +%T) '`],
  ['no PS0', 'unset PS0'],
  ['a read-only PS0', "readonly PS0='\\[\\e[0m\\]'"],
  [
    'a timer in PS0 and PROMPT_COMMAND',
    "PS0='${T0:$((T0=SECONDS, 0)):0}'; PROMPT_COMMAND='echo \"took $((SECONDS - ${T0:-SECONDS})) s\"'",
  ],
  // traps and options
  ['a DEBUG trap that shows commands', `trap 'echo "+ $BASH_COMMAND" >/dev/null' DEBUG`],
  [
    'a timer by a DEBUG trap',
    `timer_start() { t=\${t:-$SECONDS}; }; timer_stop() { took=$((SECONDS - t)); unset t; }; trap timer_start DEBUG; PROMPT_COMMAND="$PROMPT_COMMAND; timer_stop"`,
  ],
  ['a title by a DEBUG trap', `trap 'printf "\\033]0;%s\\007" "$BASH_COMMAND"' DEBUG`],
  ['an ERR trap', `trap 'echo "failed: $?" >/dev/null' ERR`],
  ['an ERR trap in functions', `set -o errtrace; trap 'true' ERR`],
  ['a RETURN trap', `set -o functrace; trap 'true' RETURN`],
  ['an INT trap', `trap 'echo int' INT`],
  ['an EXIT trap', `trap 'true' EXIT`],
  ['set -u', 'set -u'],
  ['set -u without prompts', 'set -u; unset PS1 PS2 PS0'],
  ['set -o pipefail', 'set -o pipefail'],
  ['set -C and -f', 'set -o noclobber -o noglob'],
  ['set -a', 'set -o allexport'],
  ['set -b', 'set -b'],
  ['set -o posix', 'set -o posix'],
  ['vi mode', 'set -o vi'],
  ['nocasematch and more', 'shopt -s nocasematch extglob nullglob dotglob globstar failglob'],
  ['extdebug', 'shopt -s extdebug'],
  ['another IFS', 'IFS=:aeiou'],
  ['no history expansion', 'set +H'],
  // aliases and functions
  [
    'aliases like builtins',
    "alias printf='echo printf' unset='echo unset' local='echo' return='echo' builtin='echo' set='echo'",
  ],
  ['aliases like keywords', "alias case='echo' if='echo' '[['='echo' while='echo'"],
  ['a function printf', 'printf() { command printf "%s" x; }'],
  [
    'functions like builtins',
    'unset() { :; }; return() { builtin return 9; }; local() { :; }; set() { :; }; history() { :; }; jobs() { :; }',
  ],
  ['a function [', '[() { builtin return 1; }'],
  ['a handler of unknown commands', 'command_not_found_handle() { printf "no %s\\n" "$1"; builtin return 127; }'],
  // key bindings
  ['no bracketed paste', "bind 'set enable-bracketed-paste off'"],
  ['another mode in the prompt', "bind 'set show-mode-in-prompt on'; bind 'set emacs-mode-string \"@\"'"],
  ['no mode in the prompt', "bind 'set show-mode-in-prompt off'"],
  ['no mode in the prompt, which is another', "bind 'set show-mode-in-prompt off'; PS1='x '"],
  ['pairs of brackets', `bind '"(": "\\C-v()\\C-b"'; bind '"[": "\\C-v[]\\C-b"'`],
  ['history by arrows', `bind '"\\e[A": history-search-backward'; bind '"\\e[B": history-search-forward'`],
  // tools
  [
    'starship',
    [
      'starship_precmd() { local st=$?; eval "$SAVED_PC"; PS1="$(printf "%s > " "$st")"; }',
      'SAVED_PC="$PROMPT_COMMAND"',
      'PROMPT_COMMAND="starship_precmd"',
      "PS0='${STARSHIP_T:$((STARSHIP_T=SECONDS,0)):0}'",
    ].join('\n'),
  ],
  [
    'oh-my-posh',
    [
      'function _omp_hook() { local ret=$? ; PS1="$(printf "omp %s " "$ret")"; PS2="> "; return $ret; }',
      'if [[ "$TERM" != "linux" ]] && ! [[ "$PROMPT_COMMAND" =~ "_omp_hook" ]]; then PROMPT_COMMAND="_omp_hook; $PROMPT_COMMAND"; fi',
    ].join('\n'),
  ],
  [
    'z',
    '_z() { :; }; grep "_z --add" <<< "$PROMPT_COMMAND" >/dev/null || PROMPT_COMMAND="$PROMPT_COMMAND"$\'\\n\'\'(_z --add "$(command pwd 2>/dev/null)" 2>/dev/null &);\'',
  ],
  [
    'direnv',
    '_direnv_hook() { local prev=$?; trap -- "" SIGINT; eval ":"; trap - SIGINT; return $prev; }; if ! [[ "${PROMPT_COMMAND:-}" =~ _direnv_hook ]]; then PROMPT_COMMAND="_direnv_hook${PROMPT_COMMAND:+;$PROMPT_COMMAND}"; fi',
  ],
  [
    'bash-preexec',
    [
      'pe_run() { [[ -n $COMP_LINE || -z $pe_on ]] && return; pe_on=; : "${BASH_COMMAND}"; }',
      'pc_run() { local r=$?; pe_on=; return $r; }',
      "pe_install() { PROMPT_COMMAND=\"pc_run\"$'\\n'\"${pe_old:+$pe_old$'\\n'}\"'pe_on=on'; trap 'pe_run \"$_\"' DEBUG; }",
      'pe_old="$PROMPT_COMMAND"; pe_install',
    ].join('\n'),
  ],
  [
    'bash-preexec, which installs itself at the first prompt',
    [
      'pe_run() { :; }',
      'pe_install() { PROMPT_COMMAND=${PROMPT_COMMAND/pe_install/:}; PROMPT_COMMAND="true; $PROMPT_COMMAND; true"; trap \'pe_run\' DEBUG; }',
      'PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$\'\\n\'}pe_install"',
    ].join('\n'),
  ],
  [
    'atuin',
    `_at_pre() { AT=1; }; _at_post() { local e=$?; [[ -n \${AT-} ]] && unset AT; return $e; }; trap _at_pre DEBUG; PROMPT_COMMAND="_at_post; $PROMPT_COMMAND"`,
  ],
  [
    'mcfly',
    `mcfly_pc() { local code=$?; history -a; [[ -f $HOME/.none ]] && cat $HOME/.none; return $code; }; PROMPT_COMMAND="mcfly_pc;\${PROMPT_COMMAND#*;}"`,
  ],
  [
    'nvm',
    'export NVM_DIR="$HOME/.nvm"; [ -s "$NVM_DIR/nvm.sh" ] && \\. "$NVM_DIR/nvm.sh"; cdnvm() { command cd "$@" || return $?; }; alias cd=cdnvm',
  ],
  ['conda', 'CONDA_OLD="$PS1"; PS1="(base) $CONDA_OLD"; export PS1 CONDA_SHLVL=1; conda() { \\local cmd="${1-}"; :; }'],
  ['virtualenv', '_OLD_VIRTUAL_PS1="${PS1:-}"; PS1="(env) ${PS1:-}"; export PS1; hash -r 2>/dev/null'],
  [
    'kube-ps1',
    '_kube_up() { KC=minikube; return $?; }; PROMPT_COMMAND="_kube_up;${PROMPT_COMMAND:-:}"; kube_ps1() { printf "(%s|default)" "$KC"; }; PS1=\'[\\u \\W $(kube_ps1)]\\$ \'',
  ],
  [
    'liquidprompt',
    '_lp_set() { local -i err=$?; PS1="lp $err \\$ "; }; PROMPT_COMMAND="_lp_set; ${PROMPT_COMMAND-}"; LP_OLD=$PROMPT_COMMAND',
  ],
  [
    'the window size and VTE',
    '__vte() { local cmd=$(history 1); printf "\\033]7;file://%s\\033\\\\" "$PWD"; }; PROMPT_COMMAND+=(__vte); shopt -s checkwinsize',
  ],
  [
    "Debian's .bashrc",
    "case $- in *i*) ;; *) return;; esac\nHISTCONTROL=ignoreboth\nshopt -s histappend checkwinsize\nPS1='${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '\nPS1=\"\\[\\e]0;\\u@\\h: \\w\\a\\]$PS1\"\nalias ls='ls --color=auto' grep='grep --color=auto'",
  ],
  [
    "Fedora's /etc/bashrc",
    `PROMPT_COMMAND='printf "\\033]0;%s@%s:%s\\007" "\${USER}" "\${HOSTNAME%%.*}" "\${PWD/#$HOME/\\~}"'; [ "$PS1" = "\\\\s-\\\\v\\\\\\$ " ] && PS1="[\\u@\\h \\W]\\\\$ "; PS1='[\\u@\\h \\W]\\$ '`,
  ],
  [
    'its own OSC 133',
    `PS1='\\[\\e]133;A\\a\\]\\$ \\[\\e]133;B\\a\\]'; PS0='\\[\\e]133;C\\a\\]'; PROMPT_COMMAND='printf "\\e]133;D;0\\a"'`,
  ],
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What a shell says when it begins with such lines, in `first` or, without one, when it starts, and then runs `true`, `false`, `true`, a loop and `echo out`. */
async function judged(line: string, first = ':'): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'pupitre-rc-'));
  folders.push(home);
  writeFileSync(join(home, '.bashrc'), `${line}\n`);
  const bashrc = first === ':';
  const target = localTarget({ environment: process.env, env: { HOME: home }, cwd: home, bashrc });
  const texts = [first, 'true', 'false', 'true', 'for i in 1 2\ndo\necho $i\ndone', 'echo out', '(exit 5)'];
  const running = run(planOf(...texts.map((text, index) => step('bash', text, { id: `s${index}` }))), target, {
    actions: builtinActions,
    keepGoing: true,
    signal: new AbortController().signal,
  });
  try {
    for (;;) {
      const next = await running.next();
      if (!next.done) continue;
      return next.value
        .slice(1)
        .map(({ verdict, commands }) => [
          verdict.status,
          ...commands.map(({ exitCode, output }) => [exitCode, output]),
        ]);
    }
  } finally {
    await target.close();
  }
}

const right = [
  ['passed', [0, '']],
  ['failed', [1, '']],
  ['passed', [0, '']],
  ['passed', [0, '1\n2']],
  ['passed', [0, 'out']],
  ['failed', [5, '']],
];

describe.concurrent.each([
  ['sourced', 'source ~/.bashrc'],
  ['in a nested bash', 'bash'],
  ['read at the start (bashrc of a target)', undefined],
])('%s', (_how, first) => {
  test.each(lines)('%s', async (_name, line) => {
    expect(await judged(line, first)).toEqual(right);
  });
});
