#!/bin/sh
# npm run check: lint and format, types, and the direction of imports in TypeScript and of includes in
# C++. Every check runs, so that one visit shows all there is to mend.
status=0
check() {
  echo "check: $1"
  shift
  "$@" || status=1
}

bin=node_modules/.bin
check 'lint and format' "$bin/biome" ci --error-on-warnings .
check 'types' "$bin/tsc"
check 'imports' "$bin/depcruise" --config .dependency-cruiser.cjs src
check 'includes' node scripts/includes.js
exit "$status"
