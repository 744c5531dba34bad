/**
 * Who in the fleet needs whom, and who is lost with whom, as the fleet file says it now.
 * Shows what is worth a look in that file, and whether its last version was refused.
 * Knows nothing of anyone&apos;s health.
 */
@NullMarked
package io.tandem.healthsync.topology;

import org.jspecify.annotations.NullMarked;
