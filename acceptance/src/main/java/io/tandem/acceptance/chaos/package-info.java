/**
 * Plays scenarios of faults on both machines as {@code ./tandem chaos} has started them,
 * each in a network namespace of its own, and judges afterwards by what agents were
 * answered and what the metric store holds, not by the ledger.
 */
@NullMarked
package io.tandem.acceptance.chaos;

import org.jspecify.annotations.NullMarked;
