/** Turns destinations into streams and subjects, and creates streams where told to. */
@NullMarked
package io.tandem.binder.provisioning;

import org.jspecify.annotations.NullMarked;
