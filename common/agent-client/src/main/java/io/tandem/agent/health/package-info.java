/**
 * Tells the machine's health-sync-service how the agent is: regularly, and at once when
 * that changes. Decides nothing about anyone else's health.
 */
@NullMarked
package io.tandem.agent.health;

import org.jspecify.annotations.NullMarked;
