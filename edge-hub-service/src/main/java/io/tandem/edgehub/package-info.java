/**
 * The hub of an edge machine: takes pushes and makes them durable in its own JetStream
 * domain.
 */
@NullMarked
package io.tandem.edgehub;

import org.jspecify.annotations.NullMarked;
