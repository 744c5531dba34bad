/**
 * The two protocols by which metrics are pushed, remote write and the Pushgateway API,
 * over HTTP. Turns each accepted push into one checked record and hands it to the
 * service&apos;s {@link io.tandem.ingest.RecordIntake}. Used by both hubs and by the
 * gateway.
 */
@NullMarked
package io.tandem.ingest;

import org.jspecify.annotations.NullMarked;
