/**
 * Simulated agents that number what they push and remember what was acknowledged.
 */
@NullMarked
package io.tandem.acceptance.fleet;

import org.jspecify.annotations.NullMarked;
