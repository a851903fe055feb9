package io.podferry.extender.kubernetes;

import java.io.IOException;

/** The API server no longer has the version that was asked for (410): list again. */
final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException(String message) {
        super(message);
    }
}
