/**
 * How available the system was, judged from what the machines' observers have seen second
 * by second, and the figures it is promised by.
 */
@NullMarked
package io.tandem.centralhub.slo;

import org.jspecify.annotations.NullMarked;
