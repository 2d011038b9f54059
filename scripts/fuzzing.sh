# What `fuzz` and `fuzz-long` share. They read it from the folder of the project.

targets=(parse compile manifest manifests differential)

# How long an input may be, in bytes. Statements are parsed alone, and long texts are the tests' business; a
# random program is hardly ever more than 500 choices, a byte each.
declare -A longest=([parse]=1024 [compile]=1024 [manifest]=2048 [manifests]=4096 [differential]=512)

if ! command -v cargo-fuzz >/dev/null; then
    echo "cargo-fuzz is missing: cargo install --locked cargo-fuzz@0.13.2" >&2
    exit 1
fi

cache=${NETPOLC_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/netpolc}
export CARGO_TARGET_DIR="$cache/fuzz-target"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log

# The words and marks of the language and the fields of manifests, as libFuzzer's dictionary.
grep -ohE '"([A-Za-z]+|[^ "\[:alnum:]]{1,2})"' grammar/netpol.pest src/k8s/manifest/*.rs src/k8s/inventory/*.rs |
    LC_ALL=C sort -u >"$work/words"

# Runs a target: its name, the folder for inputs that lead further, then other folders and libFuzzer's flags.
# Says in a line what came of it; where an input fails, all that is known of it, and how to have it again.
#
# An input takes milliseconds, so one that reaches the limit of time is a finding on the slowest machine.
# Without an entropic schedule, which takes ten times as long as the inputs do.
fuzz() {
    local target=$1 start=$SECONDS
    shift
    if ! cargo fuzz run --sanitizer none "$target" "$@" -max_len="${longest[$target]}" \
        -dict="$work/words" -timeout=20 -entropic=0 -len_control=0 >"$log" 2>&1; then
        grep -vE '^#[0-9]+' "$log" >&2
        echo "$target: an input fails" >&2
        return 1
    fi
    local figures='s/^#([0-9]+)\s+DONE\s+cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*/\1 inputs, coverage \2, features \3, corpus \4/p'
    echo "$target: $(sed -nE "$figures" "$log"), $(sed -nE 's/^INFO: Seed: /seed /p' "$log")," \
        "$((SECONDS - start)) s"
    # The differential counts.
    sed -n '/ inputs compile$/h; ${g;/./p}' "$log"
}
