#ifndef CLINUX_NAMESPACES_H
#define CLINUX_NAMESPACES_H

/// Gives the calling thread a network of its own. Returns 0, or -1 with errno.
int clinux_unshare_network(void);

/// Puts a process that has a single thread into a new user namespace, in which it is root, and into a network that belongs to it: from
/// others that it made, it could not return to the one that it came from.
///
/// Returns 0, or -1 with errno.
int clinux_unshare_user(void);

/// The same, and has two commands map users and groups from outside, as only the programs of the system may that are made for it
/// (newuidmap(1), newgidmap(1)). Each is a list of arguments with the program's path first.
///
/// Returns 0, 1 if the process is in the namespace but a command failed, or -1 with errno.
int clinux_unshare_user_mapped(char *_Nullable *_Nonnull users, char *_Nullable *_Nonnull groups);

/// Moves the calling thread into a network namespace. Returns 0, or -1 with errno.
int clinux_enter_network(int descriptor);

/// Makes a device in the calling thread's network whose far end is the returned descriptor, non-blocking and closed on exec.
///
/// `is_ethernet` chooses frames (TAP), otherwise IP packets (TUN); nothing is put in front of either. The device lives as long as the
/// descriptor. Returns -1 with errno on failure.
int clinux_open_tunnel(const char *_Nonnull name, int is_ethernet);

/// Shows or takes the carrier of such a device, for everybody in its network to see at once.
///
/// Left to itself the kernel tells of at most one change in a second, whatever network it is in, as if all routers here were one box.
/// Asked for the link's state, it looks (Linux 6.8 and later). `control` is any socket in the device's network. Returns 0, or -1 with
/// errno.
int clinux_set_carrier(int descriptor, int control, const char *_Nonnull name, int is_up);

#endif
