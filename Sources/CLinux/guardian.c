#define _GNU_SOURCE
#include "CLinuxGuardian.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// After a fork only the calling thread exists, so memory must not be allocated and no lock taken: another thread may have held it.

enum { CONTROL = 3, MAXIMUM_PROGRAMS = 16, READY_LIMIT = 10000, READY_STEP = 10, LOOK_INTERVAL = 500 };

/// fork(2) without what the C library does around it for other threads.
static pid_t plain_fork(unsigned long flags) { return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0); }

static void close_from(unsigned int first) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
    long limit = sysconf(_SC_OPEN_MAX);
    for (long descriptor = first; descriptor < limit; descriptor++) close((int)descriptor);
}

static void write_line(const char *log, const char *format, const char *name, int number) {
    char line[256];
    int length = snprintf(line, sizeof line, format, name, number);
    if (length <= 0) return;
    int descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) return;
    if (write(descriptor, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1) < 0) errno = 0;
    close(descriptor);
}

/// What the guardian knows of the programs that it keeps.
struct keeper {
    const struct clinux_program *programs;
    size_t count;
    /// Zero where none was started.
    pid_t processes[MAXIMUM_PROGRAMS];
    enum { RESTING, WANTED, RUNNING } states[MAXIMUM_PROGRAMS];
    int is_paused;
};

static void obey(struct keeper *keeper, enum clinux_guardian_order order, size_t place) {
    switch (order) {
    case CLINUX_GUARDIAN_START:
        if (place < keeper->count && keeper->states[place] == RESTING) keeper->states[place] = WANTED;
        break;
    case CLINUX_GUARDIAN_KILL:
        if (place >= keeper->count) break;
        if (keeper->states[place] == RUNNING) kill(keeper->processes[place], SIGKILL);
        keeper->states[place] = RESTING;
        break;
    case CLINUX_GUARDIAN_PAUSE:
    case CLINUX_GUARDIAN_RESUME:
        keeper->is_paused = order == CLINUX_GUARDIAN_PAUSE;
        // All processes of the namespace but this one.
        kill(-1, keeper->is_paused ? SIGSTOP : SIGCONT);
        break;
    }
}

/// Does what the owner asks for within some milliseconds; ends the namespace if the owner is gone.
static void watch_owner(struct keeper *keeper, int milliseconds) {
    struct pollfd owner = {.fd = CONTROL, .events = POLLIN};
    if (poll(&owner, 1, milliseconds) <= 0) return;
    unsigned char order[2];
    ssize_t length = recv(CONTROL, order, sizeof order, 0);
    if (length == sizeof order) obey(keeper, order[0], order[1]);
    else if (length >= 0 || errno != EINTR) _exit(0);
}

static pid_t start(const struct clinux_program *program) {
    pid_t process = plain_fork(0);
    if (process != 0) return process;
    int log = open(program->log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (log >= 0) {
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
    }
    close_from(CONTROL);
    execv(program->executable, program->arguments);
    write_line(program->log, "ersatz: %s could not be started (error %d)\n", program->executable, errno);
    _exit(127);
}

static void wait_for(const struct clinux_program *program, struct keeper *keeper) {
    if (program->ready == NULL) return;
    for (int waited = 0; waited < READY_LIMIT && access(program->ready, F_OK) != 0; waited += READY_STEP) {
        watch_owner(keeper, READY_STEP);
    }
    // A socket has its name a moment before it listens.
    watch_owner(keeper, READY_STEP);
}

/// Writes down how a program ended.
static void tell(int status, const struct clinux_program *program) {
    if (WIFSIGNALED(status)) {
        write_line(program->log, "ersatz: %s was ended by signal %d\n", program->executable, WTERMSIG(status));
    } else {
        write_line(program->log, "ersatz: %s ended with status %d\n", program->executable, WEXITSTATUS(status));
    }
}

static void reap(struct keeper *keeper) {
    int status;
    pid_t process;
    // What has lost its parent becomes a child of process 1.
    while ((process = waitpid(-1, &status, WNOHANG)) > 0) {
        for (size_t place = 0; place < keeper->count; place++) {
            if (keeper->processes[place] != process || keeper->states[place] != RUNNING) continue;
            keeper->states[place] = RESTING;
            tell(status, &keeper->programs[place]);
        }
    }
}

/// Starts what is wanted, one after the other.
static void start_wanted(struct keeper *keeper) {
    for (size_t place = 0; place < keeper->count; place++) {
        if (keeper->is_paused || keeper->states[place] != WANTED) continue;
        const struct clinux_program *program = &keeper->programs[place];
        // One that was killed leaves its socket behind.
        if (program->ready != NULL) unlink(program->ready);
        keeper->processes[place] = start(program);
        keeper->states[place] = keeper->processes[place] > 0 ? RUNNING : RESTING;
        wait_for(program, keeper);
    }
}

/// Lets go of everything of the owner's; 0 if the place is as it should be.
static int settle(int control, int network, const char *directory, const char *groups) {
    // Ctrl-C is meant for the owner, who decides what becomes of the programs.
    setsid();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    if (setns(network, CLONE_NEWNET) != 0) return -1;
    if (dup2(control, CONTROL) < 0) return -1;
    close_from(CONTROL + 1);
    int nothing = open("/dev/null", O_RDWR);
    if (nothing >= 0) {
        for (int descriptor = 0; descriptor < CONTROL; descriptor++) dup2(nothing, descriptor);
        if (nothing > CONTROL) close(nothing);
    }
    if (chdir(directory) != 0) return -1;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return -1;
    if (groups != NULL && mount(groups, "/etc/group", NULL, MS_BIND, NULL) != 0) return -1;
    // Programs leave things here under their process ids, which are not theirs alone. Where we work stays as it is, even if it is below.
    return mount("tmpfs", "/var/tmp", "tmpfs", MS_NOSUID | MS_NODEV, NULL);
}

static _Noreturn void guard(const struct clinux_program *programs, size_t count) {
    struct keeper keeper = {.programs = programs, .count = count};
    for (size_t place = 0; place < count; place++) keeper.states[place] = programs[place].deferred ? RESTING : WANTED;
    while (1) {
        start_wanted(&keeper);
        reap(&keeper);
        watch_owner(&keeper, LOOK_INTERVAL);
    }
}

int clinux_start_guardian(int network, const char *directory, const char *groups, const struct clinux_program *programs,
                          size_t count, int *control) {
    int ends[2];
    if (count > MAXIMUM_PROGRAMS) {
        errno = EINVAL;
        return -1;
    }
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    pid_t process = plain_fork(CLONE_NEWPID | CLONE_NEWNS);
    if (process == 0) {
        if (settle(ends[0], network, directory, groups) == 0) guard(programs, count);
        for (size_t place = 0; place < count; place++) {
            write_line(programs[place].log, "ersatz: %s has no place to run (error %d)\n", programs[place].executable, errno);
        }
        _exit(1);
    }
    int code = errno;
    close(ends[0]);
    if (process < 0) {
        close(ends[1]);
        errno = code;
        return -1;
    }
    *control = ends[1];
    return process;
}

int clinux_order_guardian(int control, enum clinux_guardian_order order, unsigned char program) {
    unsigned char bytes[2] = {(unsigned char)order, program};
    return send(control, bytes, sizeof bytes, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof bytes ? 0 : -1;
}

int clinux_end_guardian(int process, int milliseconds) {
    // The system ends process 1 last, when everything else in its namespace is gone.
    kill(process, SIGKILL);
    for (int waited = 0; waited <= milliseconds; waited++) {
        pid_t gone = waitpid(process, NULL, WNOHANG);
        if (gone == process || (gone < 0 && errno == ECHILD)) return 0;
        usleep(1000);
    }
    return -1;
}
