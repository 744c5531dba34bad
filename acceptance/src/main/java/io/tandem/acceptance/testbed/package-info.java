/**
 * The two machines that {@code ./tandem bench} has started, as a benchmark controls and
 * loads them. Knows the system by its addresses, its supervisors and its network
 * namespaces only. What is broken through here is whole again once it is closed.
 */
@NullMarked
package io.tandem.acceptance.testbed;

import org.jspecify.annotations.NullMarked;
