# shellcheck shell=bash
# What the scripts share. Source it first: it changes into the repository and makes errors end the script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

# Builds run this many compilers at a time.
jobs=${TEARSHEET_JOBS:-$(nproc)}
# Debian's own interpreter: only that one sees Debian's gRPC and Protobuf modules.
# shellcheck disable=SC2034  # for those who source this
python=/usr/bin/python3

if [[ -t 1 ]]; then bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'; else bold='' red='' plain=''; fi

# say TEXT...: a line for people.
say() { printf '%s\n' "${bold}$*${plain}"; }

# fail TEXT...: ends the script with a sentence that says what to do.
fail() {
  printf '%s\n' "${red}$*${plain}" >&2
  exit 1
}

# quietly LOG COMMAND...: runs the command with its output in the file LOG; shows the end of it when the command fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n "${TEARSHEET_LOG_LINES:-60}" "$log" >&2
    printf '%s\n' "${red}failed: $* (everything it said: $log)${plain}" >&2
    return 1
  fi
}

# configure FOLDER OPTION...: prepares a build folder. The scripts build whole folders at once ("unity"): most of the time
# of one file goes into headers that its neighbours include too.
configure() {
  local folder=$1
  shift
  quietly "build/log/configure-$(basename "$folder").log" \
    cmake -G Ninja -S . -B "$folder" -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12 "$@"
}

# compile FOLDER TARGET...: builds the targets; without one, everything.
compile() {
  local folder=$1
  shift
  quietly "build/log/compile-$(basename "$folder").log" ninja -C "$folder" -j "$jobs" "$@"
}

# buf ARGUMENT...: the pinned buf that `scripts/setup test` installed.
buf() {
  local program
  program=$(compgen -G 'node_modules/@bufbuild/buf-*/bin/buf') || fail 'buf is missing: run scripts/setup build test'
  "$program" "$@"
}
