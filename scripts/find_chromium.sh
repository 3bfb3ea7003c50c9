#!/bin/sh
# Prints the path of a Chromium or Chrome for the browser tests. On Debian, as root, installs
# Debian's chromium where there is none; elsewhere says in one line what to install.
set -eu
find_it() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if [ -n "$name" ] && command -v "$name"; then return 0; fi
    done
    return 1
}
find_it && exit 0
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    echo "Installing Debian's chromium for the browser tests …" >&2
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 || true
    find_it && exit 0
fi
echo "The browser tests need Chromium. On Debian: apt-get install chromium (or set CHROMIUM to a browser's path)" >&2
exit 1
