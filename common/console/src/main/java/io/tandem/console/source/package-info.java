/**
 * Asks the services of all machines, and remembers their last answers. Who does not
 * answer in time costs a page its patience once; what is shown then is the last answer
 * and how old it is. Knows the services by their HTTP interfaces only.
 */
@NullMarked
package io.tandem.console.source;

import org.jspecify.annotations.NullMarked;
