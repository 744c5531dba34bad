/**
 * Alerts as Alertmanager's API v2 takes them, and a client that posts them. What is sent
 * when, and again, is up to the caller. Nothing here has a thread, a clock or a policy of
 * its own.
 */
@NullMarked
package io.tandem.alerts;

import org.jspecify.annotations.NullMarked;
