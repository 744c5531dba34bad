/**
 * What belongs to the distribution itself and to no service.
 */
@NullMarked
package io.tandem.dist;

import org.jspecify.annotations.NullMarked;
