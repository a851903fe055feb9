package io.podferry.agent.cgroup;

import java.nio.file.Path;

/**
 * How a script freezes one cgroup.
 *
 * @param control file to write to
 * @param freeze what to write to stop all tasks
 * @param thaw what to write to let them go
 * @param state file to read
 * @param frozen the line of that file that says that all tasks stand still
 * @param processes file with the process ids, one per line
 */
public record FreezerFiles(
        Path control, String freeze, String thaw, Path state, String frozen, Path processes) {}
