#define _GNU_SOURCE

#include "CLinux.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

int clinux_set_md5_key(int descriptor, const void *peer, size_t peer_length, const void *key, size_t key_length) {
    struct tcp_md5sig option;
    if (key_length > sizeof option.tcpm_key || peer_length > sizeof option.tcpm_addr) {
        errno = EINVAL;
        return -1;
    }
    memset(&option, 0, sizeof option);
    memcpy(&option.tcpm_addr, peer, peer_length);
    option.tcpm_keylen = (uint16_t)key_length;
    if (key_length > 0) memcpy(option.tcpm_key, key, key_length);
    return setsockopt(descriptor, IPPROTO_TCP, TCP_MD5SIG, &option, sizeof option);
}

int clinux_accept(int descriptor, void *remote) {
    socklen_t length = sizeof(struct sockaddr_storage);
    return accept4(descriptor, remote, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

long clinux_receive_datagram(int descriptor, void *buffer, size_t capacity, void *source, int *time_to_live) {
    union {
        char bytes[CMSG_SPACE(sizeof(int)) * 2];
        struct cmsghdr alignment;
    } control;
    struct iovec part = {.iov_base = buffer, .iov_len = capacity};
    struct msghdr message = {.msg_name = source,
                             .msg_namelen = sizeof(struct sockaddr_storage),
                             .msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    *time_to_live = -1;
    ssize_t length = recvmsg(descriptor, &message, MSG_DONTWAIT);
    if (length < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        int is_ttl = header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_TTL;
        int is_hop_limit = header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_HOPLIMIT;
        if (is_ttl || is_hop_limit) memcpy(time_to_live, CMSG_DATA(header), sizeof *time_to_live);
    }
    return length;
}
