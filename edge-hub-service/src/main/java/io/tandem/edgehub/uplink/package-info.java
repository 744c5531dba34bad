/**
 * How far this machine&apos;s copies of other machines&apos; streams lag behind, read
 * from the streams themselves. Reports only; what it means is decided elsewhere.
 */
@NullMarked
package io.tandem.edgehub.uplink;

import org.jspecify.annotations.NullMarked;
