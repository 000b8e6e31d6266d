#!/bin/sh
# Boots systemd as PID 1 of a machine, in namespaces that the caller has unshared: boot.sh ROOT DIRECTORY PACKAGE.
# DIRECTORY gets what the machine writes; DIRECTORY/share is /share in it, and PACKAGE is /usr/lib/sandkeep, read-only, or
# empty for a machine without it.
set -e
lower=$1 directory=$2 package=$3
root=$directory/root
mkdir "$directory/upper" "$directory/work" "$root"
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$directory/upper,workdir=$directory/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir "$root/share"
mount --bind "$directory/share" "$root/share"
if [ -n "$package" ]; then
  mkdir "$root/usr/lib/sandkeep"
  mount --bind "$package" "$root/usr/lib/sandkeep"
  mount -o remount,ro,bind "$root/usr/lib/sandkeep"
fi
# The kernel's settings are those of the whole host.
ln -s /dev/null "$root/etc/systemd/system/systemd-sysctl.service"
cd "$root"
pivot_root . mnt
# systemd does in a container only what is a container's: the variable is how it knows.
exec chroot . /bin/sh -c 'umount --lazy /mnt && exec env -i container=test PATH=/usr/sbin:/usr/bin /usr/lib/systemd/systemd'
