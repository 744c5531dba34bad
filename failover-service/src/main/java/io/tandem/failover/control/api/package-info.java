/**
 * The HTTP interface of what decides: its state, its routes, overrides, and a stream of
 * changes.
 */
@NullMarked
package io.tandem.failover.control.api;

import org.jspecify.annotations.NullMarked;
