#!/bin/bash
# Markers that a page gives asciinema-player are in another time than everything else that it gives.
#
# The option idleTimeLimit shortens pauses, and with it the times of all that is in the recording: of its own markers, too. startAt is in the
# recording's time, and is shifted along. The option markers, "in seconds", replaces the recording's markers and is not shifted: a page that names
# a moment by the same number in startAt and in markers means two. One that lies beyond the shortened end makes the recording longer again, by a
# pause that no limit ends.
#
# Seen with asciinema-player 3.18.0: a recording of 62 s with one pause of 60 s is 4 s long with idleTimeLimit 2. Its own marker at 61 s is at 3 s;
# the same one as an option is at 61 s, and the recording is 61 s long. Who shortens pauses has to do so before the player (as our HTML report does),
# or to give markers in the shortened time.
set -u
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
npm install --silent --no-audit --no-fund --ignore-scripts asciinema-player@3.18.0 >/dev/null || exit 1
cat >look.mjs <<'END'
import { readdirSync } from 'node:fs';
const dist = './node_modules/asciinema-player/dist/';
// The part without a page: what the player itself is made of.
const { C: Core } = await import(dist + readdirSync(dist).find((name) => /^core-.*\.js$/.test(name)));
const none = () => undefined;
const logger = { debug: none, info: none, warn: none, error: none, log: none };
async function look(marker, options) {
  const lines = [{ version: 2, width: 20, height: 5 }, [1, 'o', 'a'], ...marker, [61, 'o', 'b'], [62, 'o', 'c']];
  const core = new Core({ data: lines.map((line) => JSON.stringify(line)).join('\n') }, { logger, preload: true, ...options });
  const seen = {};
  core.addEventListener('metadata', ({ markers, duration }) => Object.assign(seen, { marker: markers[0]?.[0], duration }));
  core.terminalReady();
  await core.init();
  return seen;
}
const own = [[61, 'm', 'here']];
console.log(JSON.stringify([
  await look(own, {}),
  await look(own, { idleTimeLimit: 2 }),
  await look([], { idleTimeLimit: 2, markers: [[61, 'here']] }),
]));
process.exit(0);
END
said=$(node look.mjs) || exit 1
echo "asciinema-player 3.18.0, unlimited, limited, limited with the marker as an option: $said"
expected='[{"marker":61,"duration":62},{"marker":3,"duration":4},{"marker":61,"duration":61}]'
[ "$said" = "$expected" ] || { echo 'this has changed' >&2; exit 1; }
