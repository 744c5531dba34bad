/** What the store itself loses when it is killed, with nothing of Tandem before it. */
@NullMarked
package io.tandem.acceptance.store;

import org.jspecify.annotations.NullMarked;
