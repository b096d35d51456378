#!/bin/sh
# Put the program into an environment that has its dependencies already: sh install.sh ENVIRONMENT SOURCE
# The Containerfile runs it; it is the same on a machine without containers.
set -eu
environment=$1
source=$2
packages=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
rm -rf "$packages/moratorium"
cp -R "$source/moratorium" "$packages/moratorium"
cat > "$environment/bin/moratorium" <<PROGRAM
#!$environment/bin/python
import sys

from moratorium.cli import main

if __name__ == "__main__":
    sys.exit(main())
PROGRAM
chmod 755 "$environment/bin/moratorium"
"$environment/bin/python" -m compileall -q "$packages/moratorium"
"$environment/bin/moratorium" --version
