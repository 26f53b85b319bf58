#!/bin/bash
# compare-days.sh DAY REAL: what two runs of course-day.sh (their folders) say of the same steps; those that pass in DAY alone, and in REAL alone, with the reasons.
set -euo pipefail
join -t $'\t' <(awk -F'\t' -v OFS='\t' '{print $2, $1, $3, $5}' "$1/verdicts.tsv" | sort -t $'\t' -k1,1) \
  <(awk -F'\t' -v OFS='\t' '{print $2, $1, $4, $5}' "$2/verdicts.tsv" | sort -t $'\t' -k1,1) |
  awk -F'\t' '{
    here = $2 == "passed"; there = $5 == "passed"; n[here, there]++
    if (here != there) printf "%s: %s $ %s\n    %s\n", here ? "here alone" : "there alone", $1, substr($3, 1, 90), substr(here ? $6 " | " $7 : $2 " | " $4, 1, 220)
  } END {printf "both pass %d, here alone %d, there alone %d, neither %d\n", n[1, 1], n[1, 0], n[0, 1], n[0, 0]}'
