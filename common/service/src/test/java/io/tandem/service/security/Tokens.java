package io.tandem.service.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes what a file of tokens holds. */
final class Tokens {

	private Tokens() {
	}

	/**
	 * @param entries name, token and role of each
	 */
	static String file(Object... entries) {
		List<String> tokens = new ArrayList<>();
		for (int i = 0; i < entries.length; i += 3) {
			tokens.add("{\"name\": \"%s\", \"roles\": [\"%s\"], \"sha256\": \"%s\"}".formatted(entries[i],
					((Role) entries[i + 2]).lowerCase(), sha256((String) entries[i + 1])));
		}
		return "{\"tokens\": [" + String.join(",", tokens) + "]}";
	}

	private static String sha256(String token) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
