/**
 * What every service has: how it is launched, who it is, and how it says that something
 * is wrong.
 */
@NullMarked
package io.tandem.service;

import org.jspecify.annotations.NullMarked;
