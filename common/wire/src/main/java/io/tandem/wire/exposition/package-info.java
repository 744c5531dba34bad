/**
 * Prometheus text format and OpenMetrics: parses what is pushed, writes what is scraped.
 * The reference for what is accepted is promtool.
 */
@NullMarked
package io.tandem.wire.exposition;

import org.jspecify.annotations.NullMarked;
