#!/bin/sh
# npm run format: formats every file in place, and applies the safe fixes of the linter.
node_modules/.bin/biome check --write . &&
  find native test/native bench -name '*.h' -o -name '*.cpp' | xargs clang-format-14 -i
