/**
 * The parent of every local attempt: a few lines of POSIX shell that lead its process group.
 *
 * It claims the attempt (a hard link is made or not, so one shim of many wins), runs the command with standard input from
 * /dev/null, standard output to messages.jsonl and standard error to log.txt, records the exit code by renaming a file that
 * was there before (so that it works on a full disk), and ends whatever is left of the group.
 * Invariant: the exit code is on disk before the group is gone, unless the shim itself was killed.
 * A trapped signal is not inherited by the command, so SIGTERM to the group ends the command and not the shim.
 */

/** Arguments: folder of the attempt, nice level, command, its arguments. */
export const attemptShim = `
cd "$1" || exit 125
niceness="$2"
shift 2
if read -r line 2>/dev/null </proc/$$/stat; then
  start=$(echo "\${line##*) }" | cut -d ' ' -f 20)
else
  start=$(LC_ALL=C ps -o lstart= -p $$ | tr -s ' ')
fi
echo "$$ $start" >"pid.$$" || exit 125
if ! ln "pid.$$" pid 2>/dev/null; then
  rm -f "pid.$$"
  exit 0
fi
mv "pid.$$" running
trap : TERM INT HUP
nice -n "$niceness" "$@" </dev/null >>messages.jsonl 2>>log.txt
code=$?
trap '' TERM INT HUP
mv running "exit.$code"
kill -KILL 0
`;
