#!/bin/bash
# A prompt's marks come again for a line that is already typed, and of a prompt of two lines the second mark comes alone.
#
# Shell integrations put OSC 133;A and 133;B into PS1, and take "B again, and no C" for a line that was not run (a comment, a syntax error). When the window
# gets another size, bash's line editor draws the prompt once more; where a line and Return were typed in that moment, it does so before it reads them. A
# terminal that types for people then sees A B A B for one command, and the output of the command after the second B. Of a prompt with a line end in it only
# the last line is drawn again: a B without an A.
#
# Seen with bash 5.2 (readline 8.2) behind @lydell/node-pty 1.1.0.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
npm install --silent --no-audit --no-fund @lydell/node-pty@1.1.0 >/dev/null || exit 1
cat >look.cjs <<'JS'
const { spawn } = require('@lydell/node-pty');
const look = (ps1) =>
  new Promise((done) => {
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'xterm-256color', PS1: ps1 };
    const shell = spawn('bash', ['--noprofile', '--norc', '-i'], { cols: 80, rows: 24, env });
    let text = '';
    let from;
    shell.onData((data) => {
      text += data;
      const isReady = text.includes('\x1b]133;B\x07');
      if (from === undefined && isReady) {
        from = text.length;
        shell.resize(70, 24);
        shell.write('echo o""ne\r');
      } else if (from !== undefined && /one\r\n[^]*133;B\x07/.test(text)) {
        shell.kill();
        const seen = text.slice(from).matchAll(/133;([AB])|(echo o""ne)|^(one)\r$/gm);
        done([...seen].map(([, mark, typed]) => mark ?? (typed ? 'typed' : 'one')).join(' '));
      }
    });
  });
const mark = (letter) => `\\[\\e]133;${letter}\\a\\]`;
(async () => {
  console.log(await look(`${mark('A')}$ ${mark('B')}`));
  console.log(await look(`${mark('A')}\\w\\n$ ${mark('B')}`));
  process.exit();
})();
JS
said=$(timeout 20 node look.cjs)
echo "bash $BASH_VERSION:"
echo "$said"
[ "$said" = $'A B typed one A B\nB typed one A B' ] || { echo 'this has changed' >&2; exit 1; }
