/** The OCI runtime wrapper, as containerd's shim would call it. */
@NullMarked
package io.podferry.testbed.runtime;

import org.jspecify.annotations.NullMarked;
