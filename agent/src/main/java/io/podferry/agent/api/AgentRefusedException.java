package io.podferry.agent.api;

import java.io.IOException;

/**
 * The agent answered, and the answer is no. The message is the agent's own: what was wrong and what
 * to do.
 */
public final class AgentRefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * @param status HTTP status, 400 to 599
     * @param message of the agent
     */
    public AgentRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * HTTP status: 404 unknown, 409 conflict or stale epoch, 400 bad request, 403 wrong
     * certificate.
     */
    public int status() {
        return status;
    }
}
