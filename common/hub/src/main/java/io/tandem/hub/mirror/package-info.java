/**
 * Looks after the mirrors on this machine's broker. A broker that loses the end of a
 * stream in a power cut gives the numbers of what it lost to new messages, and a mirror
 * that has the old ones drops the new ones without a word; such a mirror is noticed and
 * made anew.
 */
@NullMarked
package io.tandem.hub.mirror;

import org.jspecify.annotations.NullMarked;
