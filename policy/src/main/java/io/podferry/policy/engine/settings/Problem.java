package io.podferry.policy.engine.settings;

/**
 * Something wrong with a policy file.
 *
 * @param path where, from the document's root, with dots; "" for the document itself
 * @param value what was written; "" when it is about the key
 * @param message what is wrong
 * @param allowed what may be written there; "" when it is about the key
 * @param nearest the nearest known key or word; "" without one
 * @param onKey whether the key is wrong, not its value
 */
public record Problem(
        String path, String value, String message, String allowed, String nearest, boolean onKey) {}
