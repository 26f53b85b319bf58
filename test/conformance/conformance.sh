#!/bin/bash
# conformance.sh [CHAPTER...]: replays these recorded chapters, or, without any, all of them and the recorded course.
cd "$(dirname "$0")/../.."
[ $# -eq 0 ] || { export CHAPTERS="$*"; set -- chapters; }
exec npx vitest run --config test/conformance/vitest.config.ts "$@"
