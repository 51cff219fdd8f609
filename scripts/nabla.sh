#!/bin/sh
# The command `nabla`: sets the clone up where something is missing, then becomes scripts/nabla.js under the
# project's Node, in the folder it was called from. What the set-up says goes to stderr.
root=$(dirname "$(readlink -f "$0")")/..

node "$root/scripts/setup.js" server >&2 || exit
PATH="$root/.node/node_modules/.bin:$PATH"
exec node "$root/scripts/nabla.js" "$@"
