#!/bin/sh
# A copy of a terminal in origin mode has its cursor in the wrong place.
#
# @xterm/addon-serialize 0.14.0 (with @xterm/headless 6.0.0) writes a terminal as sequences that make another one look like it. The
# cursor is placed first and the modes are set afterwards; but DECOM (CSI ? 6 h) moves the cursor home when it is set. So the
# copy of a terminal whose program uses origin mode (full-screen programs with a scroll region) has its cursor at 0,0, and what comes
# next is drawn over the first line.
#
# Seen: original 7,3 and copy 0,0. Pupitre sets the mode before it places the cursor (src/run/terminal/snapshot.ts).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @xterm/headless@6.0.0 @xterm/addon-serialize@0.14.0
cat >try.cjs <<'JS'
const { Terminal } = require('@xterm/headless');
const { SerializeAddon } = require('@xterm/addon-serialize');
const write = (terminal, data) => new Promise((resolve) => terminal.write(data, resolve));
const place = ({ buffer }) => `${buffer.active.cursorX},${buffer.active.cursorY}`;
(async () => {
  const original = new Terminal({ cols: 20, rows: 8, allowProposedApi: true });
  const addon = new SerializeAddon();
  original.loadAddon(addon);
  await write(original, '\x1b[?6h\x1b[4;5Habc');
  const copy = new Terminal({ cols: 20, rows: 8, allowProposedApi: true });
  await write(copy, addon.serialize());
  console.log(`original ${place(original)} copy ${place(copy)}`);
})();
JS
said=$(node try.cjs)
echo "$said"
[ "$said" = 'original 7,3 copy 0,0' ] || { echo 'this has changed' >&2; exit 1; }
