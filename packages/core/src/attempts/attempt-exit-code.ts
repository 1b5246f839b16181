/**
 * Exit codes of attempt processes that mean something to the run engine.
 */

/** Not even the last message could be written, because the disk is full. 28 is ENOSPC on Linux. */
export const diskFullExitCode = 28;
