#!/bin/sh
# Have the system packages of one purpose: `fonts` (wished for) or `chromium` (needed by the browser tests).
set -u

install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $* …"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get install -y -qq "$@" || { apt-get update -qq && apt-get install -y -qq "$@"; }; } >/dev/null 2>&1
    else
        return 1
    fi
}

case "$1" in
fonts)
    # Without them most scripts are still drawn, from wheels; emoji are then black and white.
    faces=/usr/share/fonts/truetype/noto
    [ -e $faces/NotoColorEmoji.ttf ] && [ -e $faces/NotoSansTibetan-Regular.ttf -o -e $faces/NotoSerifTibetan-Regular.ttf ] && exit 0
    install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji ||
        echo "Hint: for colour emoji and rare scripts install Debian's fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji."
    exit 0
    ;;
chromium)
    command -v chromium >/dev/null && exit 0
    install chromium && command -v chromium >/dev/null && exit 0
    echo "The browser tests need Debian's package chromium: apt-get install chromium" >&2
    exit 1
    ;;
esac
