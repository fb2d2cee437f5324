/** Nothing unexpected failed. */
export const EXIT_OK = 0;
/** Something failed that no documented deviation covers. */
export const EXIT_FAILED = 1;
/** The command line or a file is wrong. */
export const EXIT_USAGE = 2;
/** Stopped by Ctrl-C with nothing failed. */
export const EXIT_INTERRUPTED = 130;
