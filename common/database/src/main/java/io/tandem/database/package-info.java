/**
 * What every service with a database of its own needs around it: a file that is looked at
 * before it is opened and put aside if it is damaged, commits that can be waited for, and
 * threads that work on it without ever being interrupted. What is in the tables is the
 * services' own.
 */
@NullMarked
package io.tandem.database;

import org.jspecify.annotations.NullMarked;
