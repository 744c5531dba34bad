/**
 * Moves agents from the path they had before Tandem to Tandem's own, batch by batch. A
 * campaign file says who moves when and what must hold; every intent is stored before it
 * is acted on, and a batch that fails its gate goes back by itself. What is known of a
 * gate is pass, fail or unknown, and unknown holds.
 */
@NullMarked
package io.tandem.centralhub.migration;

import org.jspecify.annotations.NullMarked;
