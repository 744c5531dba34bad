/**
 * What can be set for a binding of the JetStream binder, beside what Spring Cloud Stream
 * itself knows: {@code spring.cloud.stream.jetstream.bindings.<binding>.consumer.*} and
 * {@code .producer.*}, with defaults for all bindings under
 * {@code spring.cloud.stream.jetstream.default.*}.
 */
@NullMarked
package io.tandem.binder.properties;

import org.jspecify.annotations.NullMarked;
