/**
 * Runs the engine: feeds it with what probes, deliveries, peers and this process itself
 * show, and does what it decides. All decisions are made on one thread; everything that
 * may wait (HTTP, NATS, a human) is done on others and ends as an observation. What this
 * feature knows is shown by its {@code api}.
 */
@NullMarked
package io.tandem.failover.control;

import org.jspecify.annotations.NullMarked;
