# The keeper of one controller's processes: sits on a pipe from the controller, and when the pipe
# ends, because the controller closed it or was killed, ends every process that is left of it.
#
# $1: the marker, NAME=value up to the controller's own part, in the environment of what it started.
# Lines on standard input: "watch SID" and "forget SID", sessions that its processes live in; they
# find workers that overwrote their environment with a title. "remove FILE COMMAND...", quoted for a
# shell: a container whose id stands in FILE, as long as there is one, and what removes it.

trap '' HUP INT QUIT TERM
newline='
'
sessions=' '
containers=
while read -r word session; do
  case $word in
    watch) sessions="$sessions$session " ;;
    forget)
      case $sessions in
        *" $session "*) sessions="${sessions%%" $session "*} ${sessions#*" $session "}" ;;
      esac
      ;;
    remove) containers="$containers$session$newline" ;;
  esac
done

# Removes the containers that are left; their clients are gone by then.
remove_containers() {
  printf %s "$containers" | while read -r words; do
    eval "set -- $words"
    file=$1
    shift
    [ -s "$file" ] && "$@" "$(cat "$file")" >/dev/null 2>&1 && rm -f "$file"
  done
}

# Sets `left` to the living processes that are marked, live in a watched session, or descend from one.
find_left() {
  left=' '
  for file in $(grep -lsaF -e "$1" /proc/[0-9]*/environ); do
    file=${file%/environ}
    left="$left${file#/proc/} "
  done
  # Read in one go: the shell's own `read` would take a system call for every byte.
  table=$(cat /proc/[0-9]*/stat 2>/dev/null)
  set -f
  grew=yes
  while [ "$grew" ]; do
    grew=
    IFS=$newline
    for line in $table; do
      unset IFS
      pid=${line%% *}
      case $left in *" $pid "*) continue ;; esac
      # Behind the name: state, parent, group, session.
      set -- ${line##*) }
      case $1 in Z | X) continue ;; esac
      case "$left/$sessions" in
        *" $2 "*/* | */*" $4 "*) left="$left$pid " grew=yes ;;
      esac
    done
  done
  set +f
}

# A moment to end by themselves, so that a container's client can stop its container; then the end.
tries=0
while [ $tries -lt 60 ]; do
  find_left "$1"
  if [ "$left" = ' ' ]; then
    remove_containers
    exit 0
  fi
  case $tries in
    0) kill -TERM $left 2>/dev/null ;;
    [0-9] | 1[0-4]) ;;
    *) kill -KILL $left 2>/dev/null ;;
  esac
  sleep 0.1
  tries=$((tries + 1))
done
remove_containers
exit 1
