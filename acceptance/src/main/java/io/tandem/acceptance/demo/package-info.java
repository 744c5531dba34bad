/**
 * The demonstration that ./tandem demo runs.
 */
@NullMarked
package io.tandem.acceptance.demo;

import org.jspecify.annotations.NullMarked;
