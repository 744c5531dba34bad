/** Puts the binder together, and tells Spring Cloud Stream of it. */
@NullMarked
package io.tandem.binder.config;

import org.jspecify.annotations.NullMarked;
