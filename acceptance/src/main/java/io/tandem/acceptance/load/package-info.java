/**
 * Load at saturation, for measuring one receiver beside another. Bounded in requests; for
 * addresses of this computer only.
 */
@NullMarked
package io.tandem.acceptance.load;

import org.jspecify.annotations.NullMarked;
