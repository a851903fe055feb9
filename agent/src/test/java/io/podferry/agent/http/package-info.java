/** The HTTP API over real TLS on loopback, on a fake node. */
@NullMarked
package io.podferry.agent.http;

import org.jspecify.annotations.NullMarked;
