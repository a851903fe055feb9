package io.podferry.cli.engine;

/** The engine says no; the message goes to whoever asked. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /**
     * @param status HTTP status: 400 makes no sense, 404 unknown, 409 not now, 502 an agent did not
     *     do it
     * @param message what was wrong and what to do
     */
    ApiRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
