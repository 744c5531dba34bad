@NullMarked
package io.tandem.acceptance.health;

import org.jspecify.annotations.NullMarked;
