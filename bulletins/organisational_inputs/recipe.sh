#!/bin/sh
# Makes the data of this bulletin from two files, as real data would come: the inspected cases,
# and an interview with each practitioner, joined by the practitioner's pseudonym.
# usage: recipe.sh PROBATA OUT     (PROBATA: the command)
set -eu
here=$(dirname "$0")
probata=$1
out=$2

rm -rf "$out"
mkdir -p "$out"
$probata twin "$here" --out "$out/cases.csv" --groups "$out/interviews.csv"
$probata join "$here/joins.toml" "cases=$out/cases.csv" "interviews=$out/interviews.csv" \
  --out "$out/joined.csv"
