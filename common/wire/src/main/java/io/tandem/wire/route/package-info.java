/**
 * The way an agent's pushes are to take, as one service tells it to the others. What is
 * desired is kept in a key-value bucket that the centre writes and every machine mirrors.
 */
@NullMarked
package io.tandem.wire.route;

import org.jspecify.annotations.NullMarked;
