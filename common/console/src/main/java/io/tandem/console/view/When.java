package io.tandem.console.view;

/**
 * A time as it is shown.
 *
 * @param iso for machines, RFC 3339
 * @param text the time of day in UTC, with the date unless it is today
 * @param ago how long ago, in its largest unit
 */
public record When(String iso, String text, String ago) {
}
