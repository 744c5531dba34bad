/**
 * Finds what a set of symptoms comes from: who needs whom, the implied nodes under all
 * agents, and which failing or silent node explains most. Pure: no clock, thread, logger
 * or framework inside. Knows nothing of incidents, people or time that passes.
 */
@NullMarked
package io.tandem.healthsync.correlation;

import org.jspecify.annotations.NullMarked;
