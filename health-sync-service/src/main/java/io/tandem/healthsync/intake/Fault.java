package io.tandem.healthsync.intake;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer where it is, a JSON pointer (RFC 6901) into the body
 * @param detail what is wrong with it
 */
record Fault(String pointer, String detail) {
}
