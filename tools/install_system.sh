#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that the tests need (or those named as arguments), where that is possible.
# Never fails for want of rights or of apt-get: it says what is missing, and the caller goes on.
set -euo pipefail

WANTED=(
  tesseract-ocr tesseract-ocr-uig tesseract-ocr-chi-sim   # the second reader, and Uyghur script
  chromium                                                # the review page in a real browser
  fonts-noto-cjk fonts-noto-core fonts-arphic-ukai fonts-arphic-uming fonts-wqy-zenhei
)
if (($#)); then WANTED=("$@"); fi

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]; }

missing=()
if command -v dpkg-query >/dev/null; then
  for package in "${WANTED[@]}"; do installed "$package" || missing+=("$package"); done
else
  missing=("${WANTED[@]}")
fi
if ((${#missing[@]} == 0)); then exit 0; fi

complain() {
  echo "Not installable from here; tests that need these fail until you run: apt-get install ${missing[*]}" >&2
  exit 0
}

if [ "$(id -u)" = 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n env)
else
  complain
fi
command -v apt-get >/dev/null || complain

apt() { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }

echo "Installing ${missing[*]}" >&2
# Package lists are fetched only when the lists at hand do not do.
apt install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
  { apt update >/dev/null && apt install -y --no-install-recommends "${missing[@]}" >/dev/null; } ||
  complain
