/**
 * Calls people: keeps the pages that are open, raises those that nobody acknowledges, and
 * tells every Alertmanager and the machine's event stream of them. The set of open pages
 * is the truth; what goes out is only its state, again and again, so nothing is lost
 * while a receiver is away. What a page is about is decided elsewhere.
 */
@NullMarked
package io.tandem.healthsync.alerting;

import org.jspecify.annotations.NullMarked;
