/**
 * A Spring Cloud Stream binder for NATS JetStream, named {@code jetstream}: at least once
 * with acknowledgement after the handler returned, redelivery with back-off, dead
 * letters, and replay of a stream into memory for bindings without a group.
 * <p>
 * <b>Outputs.</b> The destination is a subject; the header {@code nats_targetSubject}
 * sends a message elsewhere, so that many subjects can share one binding (Spring Cloud
 * Stream's {@code StreamBridge} keeps only ten destinations open and takes a global lock
 * for each). A send returns once the stream has the message and throws if it has not
 * within {@code send-timeout}; it may then have been stored all the same. Retries carry
 * one message id: the header {@code nats_msgId}, else a generated one.
 * <p>
 * <b>Inputs.</b> The destination is a stream's name or, if it has a dot or wildcard, a
 * subject whose stream is looked up. With a group, the messages are shared by all members
 * through a durable consumer; a handler that throws gets the message again after a pause
 * that grows, and after {@code max-deliver} tries it goes to {@code dead-letter-subject}.
 * Later messages are not held back meanwhile. Spring Cloud Stream's own
 * {@code max-attempts} and {@code back-off-*} are not used. Without a group, every
 * instance gets the stream from {@code deliver-policy} on, in order, one thread, nothing
 * acknowledged; a message whose handler throws is counted and passed over. A bean of type
 * {@link io.tandem.binder.StartPositions} lets it go on where the application's own
 * record of its place says.
 * <p>
 * <b>Payloads</b> go in and out unchanged ({@code byte[]}; a String goes out as UTF-8):
 * where this is the only binder, native decoding and encoding are on unless set
 * otherwise. With {@code use-native-decoding: false} Spring converts by content type, and
 * takes JSON for granted where there is none.
 * <p>
 * <b>Headers.</b> Strings, numbers and booleans go out as NATS headers and come in as
 * strings. Names that begin with {@code nats_}, {@code Nats-}, {@code spring.cloud.} or
 * {@code scst_} never cross, in either direction, so that a function which copies its
 * input's headers cannot turn its output into a duplicate or send it back where it came
 * from. See {@link io.tandem.binder.JetStreamHeaders} for those the binder itself reads
 * and sets.
 * <p>
 * Not supported: partitions and polled consumers. A reactive function's message counts as
 * handled once it was handed over. Spring Cloud Stream cannot restart a binding without a
 * group; restart the application to replay again.
 */
@NullMarked
package io.tandem.binder;

import org.jspecify.annotations.NullMarked;
