package io.tandem.wire.series;

import java.util.regex.Pattern;

/**
 * Text that can be looked at only so many times. RE2 matches in linear time,
 * {@link java.util.regex} may backtrack for years; this is where that ends. Confined to
 * one thread.
 */
final class StepLimit implements CharSequence {

	private static final int STEPS = 200_000;

	private final CharSequence text;

	private int left = STEPS;

	private StepLimit(CharSequence text) {
		this.text = text;
	}

	/**
	 * Tells whether the pattern matches the whole text.
	 * @throws IllegalArgumentException if that takes more than {@value #STEPS} steps or
	 * too deep a stack
	 */
	static boolean matches(Pattern pattern, String text) {
		try {
			return pattern.matcher(new StepLimit(text)).matches();
		}
		catch (StackOverflowError ex) {
			throw tooExpensive(pattern.pattern(), text.length());
		}
		catch (OutOfSteps ex) {
			throw tooExpensive(pattern.pattern(), text.length());
		}
	}

	private static IllegalArgumentException tooExpensive(String pattern, int length) {
		return new IllegalArgumentException(
				"regular expression takes too many steps: pattern=" + pattern + " valueLength=" + length);
	}

	@Override
	public char charAt(int index) {
		if (--this.left < 0) {
			throw new OutOfSteps();
		}
		return this.text.charAt(index);
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

	/** Leaves the matcher. */
	private static final class OutOfSteps extends RuntimeException {

		private OutOfSteps() {
			super("out of steps", null, false, false);
		}

	}

}
