/**
 * Tells by a real round trip whether this hub takes records and shows them: a small
 * message is stored in the machine&apos;s metrics stream and must come back from the
 * window&apos;s own reader. Nothing else rests on it, least of all the hub&apos;s
 * readiness.
 */
@NullMarked
package io.tandem.hub.probe;

import org.jspecify.annotations.NullMarked;
