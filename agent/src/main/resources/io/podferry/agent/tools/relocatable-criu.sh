#!/bin/bash
# usage: relocatable-criu.sh FOLDER
# Puts a CRIU that runs on any x86-64 or arm64 Linux into FOLDER (which must not exist), from Debian's unstable packages:
# FOLDER/bin/criu and FOLDER/lib with every library it needs, its ELF interpreter included. Touches nothing of the machine's
# own packages: apt gets its own lists, cache and an empty status file. FOLDER appears complete or not at all.
set -euo pipefail
target=$1
mkdir -p -m 0755 "$(dirname "$target")"
work=$(mktemp -d "$(dirname "$target")/.criu.XXXXXX")
trap 'rm -rf "$work"' EXIT

mirror=${PODFERRY_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 -E '/debian/?$' || true)}
[ -n "$mirror" ] || { echo "no Debian mirror in apt's sources; name one in PODFERRY_DEBIAN_MIRROR" >&2; exit 3; }
keys=$(ls /usr/share/keyrings/debian-archive-keyring.* 2>/dev/null | head -n1)
[ -n "$keys" ] || { echo "Debian's archive keys are missing: apt-get install debian-archive-keyring" >&2; exit 3; }

mkdir -p "$work"/{lists/partial,cache/archives/partial,root,out/bin,out/lib,parts}
: > "$work/status"
echo "deb [signed-by=$keys] $mirror sid main" > "$work/sources.list"
apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts="$work/parts" \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o Dir::State::Status="$work/status" \
    -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@"
}
apt update
apt --download-only --no-install-recommends -y install criu > /dev/null
for package in "$work"/cache/archives/*.deb; do dpkg -x "$package" "$work/root"; done

criu=$(find "$work/root" -type f -name criu -path '*bin/*' | head -n1)
[ -n "$criu" ] || { echo "the packages hold no criu" >&2; exit 4; }
cp "$criu" "$work/out/bin/criu"
libs=$(find "$work/root" -type d -path '*lib/*-linux-gnu' | paste -sd:)
interpreter=$(basename "$(patchelf --print-interpreter "$criu")")
loader=$(find "$work/root" -name "$interpreter" | head -n1)
LD_LIBRARY_PATH= "$(readlink -f "$loader")" --library-path "$libs" --list "$criu" |
  awk '$2 == "=>" && $3 ~ /^\// {print $3}' | while read -r lib; do cp -L "$lib" "$work/out/lib/"; done
cp -L "$loader" "$work/out/lib/$interpreter"
patchelf --set-interpreter "$target/lib/$interpreter" --force-rpath --set-rpath "$target/lib" "$work/out/bin/criu"
chmod 0755 "$work/out" "$work/out/bin" "$work/out/lib" "$work/out/bin/criu"
mv -T "$work/out" "$target" 2>/dev/null || [ -x "$target/bin/criu" ]
