/** The agent on fakes, and two real agents on one machine. */
@NullMarked
package io.podferry.agent.node;

import org.jspecify.annotations.NullMarked;
