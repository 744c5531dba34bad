package io.tandem.jetstream;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the user and the password out of addresses before they are shown. */
final class Redaction {

	private static final Pattern USER_INFO = Pattern.compile("//[^@/\\s]*@");

	private Redaction() {
	}

	static String of(@Nullable String text) {
		return (text != null) ? USER_INFO.matcher(text).replaceAll("//") : "none";
	}

	static String of(Throwable failure) {
		String message = failure.getMessage();
		return of((message != null) ? message : failure.getClass().getSimpleName());
	}

}
