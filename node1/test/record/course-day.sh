#!/bin/bash
# course-day.sh MANIFEST COURSE [PUPITRE-OPTION...]: runs the steps of a day of container.training on the rehearsal and says what came of its `bash` and `hide` steps.
# MANIFEST: the day's .yml, beside its slides. COURSE: that course's repository of the same time, of which k8s, stacks and dockercoins are put in place.
# Steps that need Swarm, helm, other nodes, the internet or a program that the course installs are left out: EXCLUDE, a regular expression on `ID action input`.
# TARGET=local: on what `docker` and `kubectl` of this shell talk to, instead. Nothing of the course is kept here; what came stays in DAY (default: a new
# folder in TMPDIR). PUPITRE names another build.
set -euo pipefail
manifest=$(realpath "$1") course=$(realpath "$2"); shift 2
here=$(dirname "$(realpath "$0")") root=$(realpath "$(dirname "$0")/../../..")
pupitre=${PUPITRE:-$root/dist/cli.js}
exclude=${EXCLUDE:-$(sed -E '/^(#|$)/d; s/^[^:]*: //' "$here/course-day.excluded" | paste -sd'|')}
DAY=${DAY:-$(mktemp -d "${TMPDIR:-/tmp}/course-day.XXXX")}; mkdir -p "$DAY"; cd "$DAY"
rm -rf slides k8s; cp -r "$(dirname "$manifest")" slides; cp -r "$course/k8s" k8s     # slides include files of k8s by their name from its parent
# What the course changes of its kubeconfig is not for others.
[ -z "${KUBECONFIG:-}" ] || { cp "$KUBECONFIG" kubeconfig; export KUBECONFIG=$PWD/kubeconfig; }
jq -n --arg retry "${RETRY:-60s}" --arg manifest "slides/$(basename "$manifest")" --arg course "$course" --arg target "${TARGET:-rehearsal}" --arg path "$PATH" --arg kubeconfig "${KUBECONFIG:-}" '{
  decks: {day: {path: $manifest, title: "day"}}, defaultTarget: "node", retry: {for: $retry},
  targets: {node: (if $target == "local" then {type: "local", home: "temporary", env: {PATH: $path, KUBECONFIG: $kubeconfig}} else {type: "rehearsal"} end)},
  files: [("k8s", "stacks", "dockercoins") | {from: "\($course)/\(.)", to: "~/container.training/\(.)"}]}' >runner.config.json
node "$pupitre" list day | sed -nE 's/^ +[0-9]+: ([^ ]+) +([a-z]+) (.*)/\1 \2 \3/p' >steps
grep -E '^[^ ]+ (bash|hide) ' steps | grep -E "$exclude" >excluded || true
ids=$(grep -vE "$exclude" steps | cut -d' ' -f1 | paste -sd,)
node "$pupitre" run day --only "$ids" --keep-going --timeout "${TIMEOUT:-5m}" --reporter json=run.ndjson --no-state --no-stay --lang en "$@" </dev/null >run.log 2>&1 || true
jq -r 'select(.type == "stepEnd" and (.step.action == "bash" or .step.action == "hide"))
  | [.result.verdict.status, .step.id, (.step.input | split("\n")[0]), (.result.verdict.reason // ""), (.result.commands[-1].output // "" | split("\n") | map(select(. != "")) | last // "")] | @tsv' run.ndjson >verdicts.tsv
awk -F'\t' '{n++; c[$1]++} END {for (s in c) printf "%s %d, ", s, c[s]; printf "of %d bash and hide steps: %.1f %% pass\n", n, 100 * c["passed"] / n}' verdicts.tsv
echo "excluded: $(wc -l <excluded)"
awk -F'\t' '$1 != "passed" {print $1 ": " $2 " $ " substr($3, 1, 90) "\n    " substr($4 != "" ? $4 : "", 1, 160) "\n    " substr($5, 1, 160)}' verdicts.tsv
