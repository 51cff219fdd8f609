#!/bin/sh
# run.sh <step> <command…>: sets the clone up as far as <step> (scripts/setup.js), then becomes the
# command under the project's Node. Nothing stays in between: signals and the exit code are the command's.
cd "$(dirname "$0")/.." || exit

node scripts/setup.js "$1" &
setup=$!
trap 'kill "$setup" 2>/dev/null' INT TERM HUP
wait "$setup" || exit
trap - INT TERM HUP

shift
PATH="$PWD/.node/node_modules/.bin:$PATH"
exec "$@"
