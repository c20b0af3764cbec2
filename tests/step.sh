# SPDX-License-Identifier: GPL-2.0-or-later
# Read by bootstrap and tests/check-all: quiet steps, each with its log in build/.
# shellcheck shell=sh

# step NAME TITLE COMMAND...: runs the command into build/NAME.log and says how it ended;
# answers 1, after the end of the log, when it failed.
step() {
	step_log=build/$1.log
	step_title=$2
	step_start=$(date +%s)
	shift 2
	mkdir -p build
	printf '%s … ' "$step_title"
	if "$@" >"$step_log" 2>&1 </dev/null; then
		printf 'done, %d s\n' $(($(date +%s) - step_start))
		return 0
	fi
	printf 'FAILED after %d s\n' $(($(date +%s) - step_start))
	tail -n 60 "$step_log" | sed 's/^/    /'
	printf 'The whole log: %s\n' "$PWD/$step_log"
	return 1
}
