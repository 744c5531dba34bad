/**
 * Real nats-server processes for tests, alone or as the pair of machines joined by a leaf
 * link. They listen on 127.0.0.1 only, and none survives the JVM.
 */
@NullMarked
package io.tandem.test.nats;

import org.jspecify.annotations.NullMarked;
