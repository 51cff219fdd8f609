#!/bin/sh
# run.sh <target> <seconds>: fuzzes one target under ASan and UBSan, from its corpus. New inputs stay in
# build-fuzz; what breaks is written there as crash-*.
set -eu
cd "$(dirname "$0")/../.."
target=$1
seconds=$2
mkdir -p "build-fuzz/$target"
"${CXX:-clang++-14}" -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
  -Inative "test/fuzz/${target}_fuzz.cpp" native/data/*.cpp -o "build-fuzz/$target.run"
exec nice -n 19 "build-fuzz/$target.run" -max_len=4096 "-max_total_time=$seconds" -timeout=10 \
  -print_final_stats=1 "-artifact_prefix=build-fuzz/crash-$target-" \
  "build-fuzz/$target" "test/fuzz/corpus/$target"
