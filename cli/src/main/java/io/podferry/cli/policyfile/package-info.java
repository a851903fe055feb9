/**
 * Policy files: read with line and column, checked, shown, compared, explained, and kept up to
 * date.
 */
@NullMarked
package io.podferry.cli.policyfile;

import org.jspecify.annotations.NullMarked;
