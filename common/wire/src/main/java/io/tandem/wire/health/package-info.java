/**
 * Health reports as agents send them. Unknown fields are tolerated, missing ones are
 * named.
 */
@NullMarked
package io.tandem.wire.health;

import org.jspecify.annotations.NullMarked;
