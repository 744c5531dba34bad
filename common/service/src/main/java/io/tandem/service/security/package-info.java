/**
 * Who may do what: every request says by a bearer token who sends it, and each token has
 * roles. Nothing is asked for while no tokens are configured, which only loopback
 * addresses allow. What services send to each other carries their own.
 */
@NullMarked
package io.tandem.service.security;

import org.jspecify.annotations.NullMarked;
