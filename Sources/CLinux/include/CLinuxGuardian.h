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
};

/// Starts a process that starts programs and keeps them: process 1 of a process namespace of its own, inside a network namespace.
///
/// It ends, and the kernel ends everything in its namespace with it, when the descriptor in `control` is closed: by this process, or by
/// the system when this process ends, however it does. How a program ended is written to its log.
///
/// - `directory`: where it and the programs work.
/// - `groups`: a file that stands in the place of /etc/group for them; null if none does.
///
/// Returns the process id, or -1 with errno.
int clinux_start_guardian(int network, const char *_Nonnull directory, const char *_Nullable groups,
                          const struct clinux_program *_Nonnull programs, size_t count, int *_Nonnull control);

/// Ends a guardian with everything that it keeps, and waits up to `milliseconds` until all of it is gone. Returns 0 if it is.
int clinux_end_guardian(int process, int milliseconds);

#endif
