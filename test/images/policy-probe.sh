#!/bin/sh
# What a process of a sandbox may do, one "name=value" a line. "probe" tries and looks; the others go to a limit.
# What is tried does no harm where it works.

say() { printf '%s=%s\n' "$1" "$2"; }

tried() {
  name=$1
  shift
  if "$@" >/dev/null 2>&1; then say "$name" allowed; else say "$name" refused; fi
}

status() { sed -n "s/^$1:[[:space:]]*//p" /proc/self/status | tr '\t' ' '; }

# A program of root with the setuid bit, started by somebody else: whose rights it runs with.
setuid_user() {
  /setuid-root -- sleep 20 >/dev/null 2>&1 &
  program=$!
  until grep -q '^setuid-root$' "/proc/$program/comm" 2>/dev/null; do :; done
  sed -n 's/^Uid:[[:space:]]*[0-9]*[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$program/status"
  kill -9 "$program" 2>/dev/null
}

look() {
  say user "$(status Uid)"
  say effective_capabilities "$(status CapEff)"
  say bounding_capabilities "$(status CapBnd)"
  say no_new_privileges "$(status NoNewPrivs)"
  say seccomp "$(status Seccomp)"
  say setuid_runs_as "$(setuid_user)"
  say open_files "$(ulimit -n)"
  say core_files "$(ulimit -c)"
  say sockets "$(find / -path /proc -prune -o -type s -print 2>/dev/null | tr '\n' ' ')"
  say host_disks "$(find /dev -type b 2>/dev/null | wc -l)"
  say interfaces "$(sed -n 's/^ *\([^ :]*\):.*/\1/p' /proc/net/dev | sort | tr '\n' ' ')"
  say default_routes "$(ip route 2>/dev/null | grep -c '^default')"
  say kernel "$(cut -c 1-48 /proc/version)"
  tried root_write sh -c 'echo x >/policy-probe-was-here'
  tried temporary_write sh -c 'echo x >/tmp/policy-probe-was-here'
  tried workspace_write sh -c 'echo x >/workspace/policy-probe-was-here'
  tried mount mount -t tmpfs none /mnt
  tried device_node mknod /tmp/policy-probe-disk b 8 0
  tried user_namespace unshare --user true
  tried raw_socket ping -c 1 -W 1 127.0.0.1
  tried change_root chroot / true
  tried kernel_setting sh -c 'echo 1 >/proc/sys/vm/drop_caches'
  tried kernel_command sh -c ': >/proc/sysrq-trigger'
  tried kernel_log dmesg
  tried limit_change sh -c 'cd /sys/fs/cgroup; [ -e pids ] && cd pids; [ -e pids.max ] && echo max >pids.max'
}

# Builtins only after the first refusal: there is no process left to start.
forks() {
  : >/tmp/policy-probe-pids
  ( while [ "$(wc -l </tmp/policy-probe-pids)" -lt "$1" ]; do sleep 600 & echo $! >>/tmp/policy-probe-pids; done ) 2>/dev/null
  started=0
  while read -r process; do
    started=$((started + 1))
    kill -9 "$process" 2>/dev/null
  done </tmp/policy-probe-pids
  say started "$started"
}

memory() {
  dd if=/dev/zero of=/dev/null bs="$1" count=1 2>/dev/null
  say exit_code $?
}

fill() {
  dd if=/dev/zero of=/tmp/policy-probe-fill bs=65536 count=$(($1 / 65536)) 2>/dev/null
  say written "$(stat -c %s /tmp/policy-probe-fill)"
  rm -f /tmp/policy-probe-fill
}

centiseconds() {
  read -r now _ </proc/uptime
  whole=${now%.*}
  echo $((whole * 100 + 1${now#*.} - 100))
}

# The CPU time that this shell had of so many seconds.
spin() {
  begun=$(centiseconds)
  end=$((begun + $1 * 100))
  while [ "$(centiseconds)" -lt "$end" ]; do
    i=0
    while [ $i -lt 20000 ]; do i=$((i + 1)); done
  done
  say elapsed_centiseconds $(($(centiseconds) - begun))
  # In a process of its own it would tell the times of that one.
  times >/tmp/policy-probe-times
  say used "$(tr '\n' ' ' </tmp/policy-probe-times)"
}

"$@"
