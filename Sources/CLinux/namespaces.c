#define _GNU_SOURCE
#include "CLinuxNamespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

int clinux_unshare_network(void) { return unshare(CLONE_NEWNET); }

int clinux_unshare_user(void) { return unshare(CLONE_NEWUSER | CLONE_NEWNET); }

/// Runs a command to its end; whether it succeeded. What it says is not for people: there is a way without it.
static int succeeds(char **command) {
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (nowhere >= 0) {
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
        }
        execv(command[0], command);
        _exit(127);
    }
    int status = -1;
    if (child < 0) return 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int clinux_unshare_user_mapped(char **users, char **groups) {
    int gate[2];
    if (pipe2(gate, O_CLOEXEC) != 0) return -1;
    // Commands must be started outside, and come when the namespace is there.
    pid_t child = fork();
    if (child == 0) {
        char word;
        close(gate[1]);
        _exit(read(gate[0], &word, 1) == 1 && succeeds(users) && succeeds(groups) ? 0 : 1);
    }
    close(gate[0]);
    int code = child < 0 ? errno : 0;
    if (code == 0 && clinux_unshare_user() != 0) code = errno;
    if (code == 0 && write(gate[1], "", 1) != 1) code = errno;
    close(gate[1]);
    int status = -1;
    if (child > 0) {
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    }
    errno = code;
    return code != 0 ? -1 : !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int clinux_enter_network(int descriptor) { return setns(descriptor, CLONE_NEWNET); }

int clinux_open_tunnel(const char *name, int is_ethernet) {
    struct ifreq request;
    if (strlen(name) >= sizeof request.ifr_name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -1;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, name);
    request.ifr_flags = (short)((is_ethernet ? IFF_TAP : IFF_TUN) | IFF_NO_PI);
    if (ioctl(descriptor, TUNSETIFF, &request) == 0) return descriptor;
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
}

int clinux_set_carrier(int descriptor, int control, const char *name, int is_up) {
    if (ioctl(descriptor, TUNSETCARRIER, &is_up) != 0) return -1;
    struct ethtool_value value = {.cmd = ETHTOOL_GLINK};
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, sizeof request.ifr_name - 1);
    request.ifr_data = (void *)&value;
    return ioctl(control, SIOCETHTOOL, &request);
}
