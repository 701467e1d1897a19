#ifndef CLINUX_H
#define CLINUX_H

// Addresses are pointers to struct sockaddr and struct sockaddr_storage. The system's headers are left to the C file: a type that
// is seen here first would belong to this module, and not to the one of the C library.

#include <stddef.h>

#include "CLinuxGuardian.h"
#include "CLinuxNamespaces.h"

/// Sets the key of one peer's TCP segments (RFC 2385) on a socket that connects or listens; a key of no octets takes it away.
///
/// Returns 0, or -1 with errno: EINVAL if the key has more than 80 octets, ENOPROTOOPT if the system has no such option.
int clinux_set_md5_key(int descriptor, const void *_Nonnull peer, size_t peer_length, const void *_Nullable key,
                       size_t key_length);

/// The next connection of a listening socket, non-blocking and closed on exec; -1 with errno.
int clinux_accept(int descriptor, void *_Nonnull remote);

/// Receives one datagram and says with which TTL or hop limit it arrived (-1 if the system did not say).
///
/// The socket needs IP_RECVTTL or IPV6_RECVHOPLIMIT. Returns the length, or -1 with errno.
long clinux_receive_datagram(int descriptor, void *_Nonnull buffer, size_t capacity, void *_Nonnull source,
                             int *_Nonnull time_to_live);

#endif
