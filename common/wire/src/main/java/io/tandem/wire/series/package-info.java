/**
 * Labels, samples and series as Prometheus defines them, and selectors over them.
 * Immutable values only.
 */
@NullMarked
package io.tandem.wire.series;

import org.jspecify.annotations.NullMarked;
