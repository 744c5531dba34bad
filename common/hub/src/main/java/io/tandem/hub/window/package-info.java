/**
 * The samples of the last minutes in bounded memory, rebuilt from the streams after each
 * start, and the views on them: exposition, federation, series and samples.
 */
@NullMarked
package io.tandem.hub.window;

import org.jspecify.annotations.NullMarked;
