/**
 * Both machines as real processes, started and broken as an operator would.
 */
@NullMarked
package io.tandem.acceptance.stack;

import org.jspecify.annotations.NullMarked;
