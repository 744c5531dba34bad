/**
 * HTTP clients that say by a token who they are, and trust the fleet's own CA. Of the JDK
 * alone: services, agents and tools use them.
 */
@NullMarked
package io.tandem.http;

import org.jspecify.annotations.NullMarked;
