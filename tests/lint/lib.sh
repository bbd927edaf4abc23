# SPDX-License-Identifier: Apache-2.0
# Shared by the lints: they run at the top of the tree and speak of the files git would commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
failures=0
fail() { # message
    printf '%s\n' "$1"
    failures=$((failures + 1))
}
finish() { # what was checked
    if [ "$failures" -ne 0 ]; then
        printf '%s: %d to mend\n' "$1" "$failures"
        exit 1
    fi
    printf '%s: fine\n' "$1"
}
# Files of ours that git tracks, or would: patterns as git ls-files takes them.
files() {
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
        [ -f "$file" ] && printf '%s\n' "$file"
    done
    return 0
}
