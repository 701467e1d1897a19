#ifndef CLINUX_GUARDIAN_H
#define CLINUX_GUARDIAN_H

#include <stddef.h>

/// A program that a guardian starts. All file names may be relative to the guardian's directory.
struct clinux_program {
    const char *_Nonnull executable;
    /// Ends with a null pointer.
    char *_Nullable const *_Nonnull arguments;
    /// Where its output goes; appended to.
    const char *_Nonnull log;
    /// The next program waits until this file exists; null if it need not.
    const char *_Nullable ready;
    /// Whether it waits to be asked for.
    int deferred;
};

/// What a guardian can be asked to do. Kill and start are for one program, pause and resume for everything that it keeps.
enum clinux_guardian_order {
    CLINUX_GUARDIAN_START = 1,
    CLINUX_GUARDIAN_KILL,
    CLINUX_GUARDIAN_PAUSE,
    CLINUX_GUARDIAN_RESUME,
};

/// Starts a process that starts programs and keeps them: process 1 of a process namespace of its own, inside a network namespace.
///
/// It ends, and the kernel ends everything in its namespace with it, when the descriptor in `control` is closed: by this process, or by
/// the system when this process ends, however it does. How a program ended that was not killed by order is written to its log.
///
/// - `directory`: where it and the programs work.
/// - `groups`: a file that stands in the place of /etc/group for them; null if none does.
///
/// Returns the process id, or -1 with errno.
int clinux_start_guardian(int network, const char *_Nonnull directory, const char *_Nullable groups,
                          const struct clinux_program *_Nonnull programs, size_t count, int *_Nonnull control);

/// Asks a guardian for something, without waiting for it; orders are carried out one after the other.
///
/// What is started by order starts in the order of the list, once those before it are ready, and not while everything is paused.
///
/// Returns 0, or -1 with errno.
int clinux_order_guardian(int control, enum clinux_guardian_order order, unsigned char program);

/// Ends a guardian with everything that it keeps, and waits up to `milliseconds` until all of it is gone. Returns 0 if it is.
int clinux_end_guardian(int process, int milliseconds);

#endif
