/**
 * Puts the registry and the health publisher into a Spring Boot application. Checks the
 * settings and names everything that is wrong with them at once.
 */
@NullMarked
package io.tandem.agent.config;

import org.jspecify.annotations.NullMarked;
