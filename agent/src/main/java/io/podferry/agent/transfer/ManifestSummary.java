package io.podferry.agent.transfer;

/**
 * A shipment that was verified and stored by the target.
 *
 * @param rootHash names everything that was shipped: SHA-256 over all chunks' places and hashes, in
 *     hex
 * @param imageBytes size of the images
 * @param wireBytes bytes sent, before encryption
 */
public record ManifestSummary(String rootHash, long imageBytes, long wireBytes) {}
