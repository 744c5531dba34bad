package io.tandem.jetstream;

/** Matches subjects as the server does: {@code *} one token, {@code >} one or more. */
final class SubjectPattern {

	private SubjectPattern() {
	}

	static boolean matches(String pattern, String subject) {
		String[] wanted = pattern.split("\\.", -1);
		String[] tokens = subject.split("\\.", -1);
		for (int index = 0; index < wanted.length; index++) {
			if (index >= tokens.length) {
				return false;
			}
			if (wanted[index].equals(">")) {
				return true;
			}
			if (!wanted[index].equals("*") && !wanted[index].equals(tokens[index])) {
				return false;
			}
		}
		return wanted.length == tokens.length;
	}

}
