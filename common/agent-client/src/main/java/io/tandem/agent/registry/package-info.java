/**
 * A Micrometer registry that pushes cumulative values, named as a scrape of the same
 * application would name them. Holds no series that no meter has.
 */
@NullMarked
package io.tandem.agent.registry;

import org.jspecify.annotations.NullMarked;
