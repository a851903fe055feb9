package io.podferry.extender.objects;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Turns one API object into a compact record. Thread-safe. */
@FunctionalInterface
public interface ObjectDecoder<T> {
    /** Reads the object that the parser stands at and leaves the parser at its end. */
    T read(JsonParser parser) throws IOException;
}
