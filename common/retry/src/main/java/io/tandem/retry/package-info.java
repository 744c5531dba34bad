/**
 * What is tried until it works: how long to wait in between, and when to say so. Nothing
 * here has a thread, a clock or a policy of its own.
 */
@NullMarked
package io.tandem.retry;

import org.jspecify.annotations.NullMarked;
