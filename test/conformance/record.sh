#!/bin/bash
# record.sh [CHAPTER...]: records the chapters (default: all) on the real cluster that runs on this machine; see node1/test/record/README.md.
# One chapter at a time has the cluster: LOCK names a file whose lock it holds meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../.."
source "${REAL_CLUSTER_HOME:-/var/tmp/real-cluster}/env"
[ $# -gt 0 ] || set -- $(ls node1/test/record/chapters | sed 's/\.txt$//')
for chapter; do
  CHAPTERS=$chapter flock "${LOCK:-/tmp/real-cluster.lock}" npx vitest run --config test/conformance/record.config.ts
done
