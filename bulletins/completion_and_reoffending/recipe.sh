#!/bin/sh
# Makes the data of this bulletin by the chain that real data would take:
#   people drawn -> files that disagree about them -> linked -> scored -> joined -> followed up
# usage: recipe.sh PROBATA OUT     (PROBATA: the command; needs probata[link])
set -eu
here=$(dirname "$0")
probata=$1
out=$2

rm -rf "$out"
mkdir -p "$out"
$probata twin "$here/people" --out "$out/people.csv"
$probata link-example --cases "$out/people.csv" --seed 2304 --out "$out/sources"
link() {
  $probata link "$out/sources/$1.toml" --formats html --out "$out/$1" --keys "$out/keys_$1"
}
link terminations & # both at once, where there are two processors
first=$!
link convictions
wait $first
$probata risk "$out/sources/cases_synthetic.csv" --out "$out/scores" \
  --column date_of_birth=born --column date_of_current_conviction=convicted \
  --column date_at_start_of_followup=started --column n_sanctions=sanctions --column id=case
$probata join "$here/joins.toml" "cases=$out/sources/cases_synthetic.csv" \
  "terminations=$out/terminations/linked.csv" "scores=$out/scores/scores.csv" --out "$out/joined.csv"
$probata outcomes "$out/joined.csv" "$out/convictions/linked.csv" \
  --rules "$here/outcomes.toml" --out "$out/outcomes"
