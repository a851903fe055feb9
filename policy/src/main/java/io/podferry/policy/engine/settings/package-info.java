/**
 * The policy file's content: every setting with its unit, range, default and meaning in one table,
 * checked strictly, and turned into the configurations of the stages. Reading files is done
 * elsewhere.
 */
@NullMarked
package io.podferry.policy.engine.settings;

import org.jspecify.annotations.NullMarked;
