/** Time under the test's control. */
@NullMarked
package io.tandem.test.time;

import org.jspecify.annotations.NullMarked;
