@NullMarked
package io.tandem.acceptance.failover;

import org.jspecify.annotations.NullMarked;
