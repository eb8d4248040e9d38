# Read by bin/start and bin/test: sets $bun to a Bun that fits, fetching one when there is none, and installs packages.
# Needs only a POSIX shell and either Bun or Node with npm.

bun_version=1.4.5
bootstrap=node_modules/.bun-bootstrap

fits() {
  found=$("$1" --version 2>/dev/null) || return 1
  # The same major and minor version, and at least the same patch.
  [ "${found%.*}" = "${bun_version%.*}" ] && [ "${found##*.}" -ge "${bun_version##*.}" ] 2>/dev/null
}

find_bun() {
  for candidate in bun node_modules/.bin/bun "$bootstrap/node_modules/.bin/bun"; do
    if fits "$candidate"; then
      bun=$(command -v "$candidate")
      return 0
    fi
  done
  return 1
}

fetch_bun() {
  command -v npm >/dev/null 2>&1 || {
    echo "cartwright needs Bun $bun_version, or Node.js with npm to fetch it: see https://bun.sh or https://nodejs.org" >&2
    exit 1
  }
  echo "Fetching Bun $bun_version with npm ..." >&2
  npm install --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
    --prefix "$bootstrap" "bun@$bun_version" >&2 </dev/null || exit 1
  # Where npm runs no install scripts, the program is not put in its place yet.
  fits "$bootstrap/node_modules/.bin/bun" || (cd "$bootstrap/node_modules/bun" && node install.js) >&2
  find_bun || {
    echo "Bun $bun_version was installed and does not run on this machine." >&2
    exit 1
  }
}

find_bun || fetch_bun
case $bun in
  /*) ;;
  *) bun=$PWD/$bun ;;
esac
PATH=$(dirname "$bun"):$PATH
export PATH

"$bun" install --frozen-lockfile --silent >&2 </dev/null || {
  echo "The packages could not be installed (bun install --frozen-lockfile)." >&2
  exit 1
}
