/**
 * Ships a checkpoint from agent to agent while CRIU writes it: pages as they come, then images and
 * captured files, then the manifest. Everything is chunked, hashed and verified; nothing that
 * arrives is trusted.
 */
@NullMarked
package io.podferry.agent.transfer;

import org.jspecify.annotations.NullMarked;
