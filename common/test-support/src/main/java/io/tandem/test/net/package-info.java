/** Ports and links between processes under test. */
@NullMarked
package io.tandem.test.net;

import org.jspecify.annotations.NullMarked;
