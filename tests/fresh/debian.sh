#!/usr/bin/env bash
# The two commands in a Debian root that holds nothing else: what a newcomer's machine would do.
#
#     sudo tests/fresh/debian.sh [SUITE]        (bookworm by default; trixie works too)
#
# Needs root, debootstrap and git on the host, and a network. The host's certificates and its apt,
# pip and uv configuration are carried into the root, so that a mirror or proxy set there serves.
# Takes the committed state of this repository, not the working tree. KEEP=1 leaves the root behind.
set -euo pipefail

suite=${1:-bookworm}
source_tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
root=$(mktemp -d "${TMPDIR:-/var/tmp}/anjuan-fresh.XXXXXX")

clean_up() {
    for inside in proc sys dev/pts dev; do
        mountpoint -q "$root/$inside" && umount -l "$root/$inside"
    done
    [ -n "${KEEP:-}" ] && echo "left behind: $root" && return
    rm -rf --one-file-system "$root"
}
trap clean_up EXIT

carry() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -aL "$path" "$root$(dirname "$path")/"
    done
}

debootstrap --variant=minbase "$suite" "$root" >"$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
rm -f "$root.log"
for inside in dev dev/pts proc sys; do mount --bind "/$inside" "$root/$inside"; done
carry /etc/resolv.conf /etc/apt/apt.conf /etc/pip.conf /etc/xdg/pip /etc/uv
for file in /etc/apt/apt.conf.d/*; do
    grep -qiE 'proxy|cainfo' "$file" 2>/dev/null && carry "$file"
done
# Kept apart from the root's own bundle, which installing ca-certificates would write over theirs.
certificates=/etc/host-certificates.crt
cp -L "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$root$certificates"
git -C "$source_tree" archive --prefix=anjuan/ HEAD | tar -x -C "$root/srv"

inside() {
    env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        SSL_CERT_FILE=$certificates PIP_CERT=$certificates \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        chroot "$root" bash -c "cd /srv/anjuan && $1"
}

echo "== ./anjuan demo in a bare $suite"
inside "./anjuan demo"
echo "== the second run does no set-up work"
inside "./anjuan doctor"
echo "== ./anjuan test in a bare $suite"
inside "./anjuan test"
echo "== both commands succeeded in a bare $suite"
