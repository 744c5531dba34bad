/**
 * Puts together what each page shows. A page is a record of texts, so a template decides
 * nothing; each is made from answers and a time by a function, and tested as one.
 */
@NullMarked
package io.tandem.console.view;

import org.jspecify.annotations.NullMarked;
