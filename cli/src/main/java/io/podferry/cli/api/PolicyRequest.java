package io.podferry.cli.api;

/**
 * Lets another policy decide.
 *
 * @param policy its name, or the absolute path of a policy file
 */
public record PolicyRequest(String policy) {}
