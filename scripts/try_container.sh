#!/bin/bash
# The steps of the Containerfile without a container engine, and then what it promises: sh scripts/try_container.sh
#
# A new environment is made from requirements.lock alone, the program is put into it by deploy/install.sh, and it serves
# as a user without rights, in a tree that may only be read but for one folder. Needs root, util-linux and a network.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d /tmp/moratorium-container-XXXX)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3.11}" -m venv "$work/opt"  # of an interpreter that every user may run
"$work/opt/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
sh deploy/install.sh "$work/opt" src
chmod 755 "$work"
mkdir "$work/home"
chown 10001:10001 "$work/home"
cat > "$work/inside.sh" <<INSIDE
set -eu
mount --bind "$work/home" "$work/home"
mount --bind / / && mount -o remount,ro,bind / 2>/dev/null || true
for place in \$(findmnt -rno TARGET | grep -v '^/\(proc\|sys\|dev\)' | grep -v "^$work/home"); do
    mount -o remount,ro,bind "\$place" 2>/dev/null || true
done
exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all sh "$work/served.sh"
INSIDE
cat > "$work/served.sh" <<SERVED
set -eu
export PATH="$work/opt/bin:\$PATH" PYTHONDONTWRITEBYTECODE=1 MORATORIUM_HOME="$work/home/moratorium" HOME="$work/home" TMPDIR="$work/home"
export NUMBA_CACHE_DIR="\$MORATORIUM_HOME/cache/kernel"
if touch "$work/opt/written" 2>/dev/null; then echo "the program may write beside its home"; exit 1; fi
for name in ann bo; do moratorium whoami --new \$name >/dev/null; done
moratorium measure new suspension-nl --out "$work/home/rules.yaml" >/dev/null
mkdir "$work/home/rules"
sed 's/XX/NL/; s/in_force:.*/in_force: [[2022-04-26, null]]/' "$work/home/rules.yaml" > "$work/home/rules/nl.yaml"
number=\$(moratorium --as ann measure adopt "$work/home/rules")
moratorium --as bo measure approve "\$number" --on 2022-05-02 >/dev/null
key=\$(moratorium --as ann key new --name erp --role machine 2>/dev/null)
moratorium serve --port 8099 >"$work/home/log" 2>&1 &
service=\$!
for turn in \$(seq 120); do
    if python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8099/v1/ready', timeout=4)" 2>/dev/null; then break; fi
    sleep 1
done
python - "\$key" <<'ASK'
import json, sys, urllib.request as u
order = {"id": "SO-1", "activity": "sale", "lines": [{"number": "1"}], "parties": {"buyer": [{"id": "C", "address": {"country": "NL"}}]}}
headers = {"authorization": "Bearer " + sys.argv[1], "content-type": "application/json"}
asked = u.Request("http://127.0.0.1:8099/v1/decisions", json.dumps(order).encode(), headers)
answer = json.load(u.urlopen(asked, timeout=60))
assert answer["effect"] == "deny", answer
print("decided:", answer["effect"], "as uid", __import__("os").getuid())
ASK
kill -TERM \$service
wait \$service
moratorium fsck
SERVED
unshare --mount sh "$work/inside.sh"
echo "the steps of the Containerfile work"
