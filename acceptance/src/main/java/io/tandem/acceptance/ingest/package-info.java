/**
 * Remote write into Tandem's parts beside what people would use instead: the same bodies,
 * the same senders, each in turn, with the processor time of every process they go
 * through.
 */
@NullMarked
package io.tandem.acceptance.ingest;

import org.jspecify.annotations.NullMarked;
