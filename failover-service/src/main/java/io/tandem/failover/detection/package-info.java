/**
 * Says of each tier whether it takes records: from probes, from deliveries, from what the
 * peers see, and from how this process fares itself. Pure: time comes in with each
 * observation.
 */
@NullMarked
package io.tandem.failover.detection;

import org.jspecify.annotations.NullMarked;
