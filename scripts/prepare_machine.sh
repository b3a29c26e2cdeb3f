#!/bin/sh
# Brings what the tests need from the system: PostgreSQL, Chromium and a Chinese font, from Debian's packages.
# Never fails: without PostgreSQL's programs the tests take those of a wheel; without a browser the
# browser tests say that they were skipped.
set -u

has_postgresql() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}
has_browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
# The one without windows draws the same pages with less work.
browser_package() {
    apt-cache show chromium-headless-shell >/dev/null 2>&1 && echo chromium-headless-shell || echo chromium
}
has_chinese_font() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family | head -n 1)" ]
}

[ "$(uname)" = Linux ] || exit 0
wanted=""
has_postgresql || wanted="$wanted postgresql"
has_browser || wanted="$wanted $(browser_package)"
has_chinese_font || wanted="$wanted fonts-noto-cjk fontconfig"
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not on this machine:$wanted (as root: apt-get install$wanted)"
    exit 0
fi

# The tests start a PostgreSQL of their own; a server that Debian starts at once is not wanted.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
fi
echo "Installing for the tests:$wanted"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || true
for package in $wanted; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || echo "apt could not install $package"
done
exit 0
