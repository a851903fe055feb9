package io.podferry.extender.kubernetes;

import java.io.IOException;

/** The API server answered, but not with what was asked for. */
public final class ApiRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status HTTP status code
     * @param message what was asked for and what the server said
     */
    public ApiRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** Whether the object is there already, or was changed by somebody else meanwhile. */
    public boolean conflict() {
        return status == 409;
    }

    /**
     * Whether the server may have done what was asked for all the same, as when it gave up waiting
     * for its storage.
     */
    public boolean open() {
        return status >= 500;
    }

    /** Whether there is no such object, or no such kind of objects. */
    public boolean missing() {
        return status == 404;
    }
}
