/**
 * The fleet file: which machines there are, which agents live on them, which of those are
 * critical, and who needs whom. Reads it with all its faults named at once, follows its
 * changes, and draws it. Decides nothing.
 */
@NullMarked
package io.tandem.fleet;

import org.jspecify.annotations.NullMarked;
