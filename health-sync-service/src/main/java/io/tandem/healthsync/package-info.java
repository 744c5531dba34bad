/**
 * Both machines' health: takes reports, stores them locally and shows everyone's.
 */
@NullMarked
package io.tandem.healthsync;

import org.jspecify.annotations.NullMarked;
