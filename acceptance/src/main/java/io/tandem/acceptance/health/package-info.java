/**
 * Measures health from one machine to the other: how soon a report can be read over
 * there, and what a cut link makes of it. Every machine's agents report as real ones do,
 * over HTTP. Knows the system by its addresses only.
 */
@NullMarked
package io.tandem.acceptance.health;

import org.jspecify.annotations.NullMarked;
