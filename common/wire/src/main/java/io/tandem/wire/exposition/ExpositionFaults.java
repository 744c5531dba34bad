package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Words a fault so that it says where it is and quotes a bounded piece of it. */
final class ExpositionFaults {

	private static final int MAX_QUOTED = 80;

	private ExpositionFaults() {
	}

	static InvalidWriteRequestException inLine(int line, String problem) {
		return new InvalidWriteRequestException(Reason.BAD_EXPOSITION, "line " + line + ": " + problem);
	}

	static InvalidWriteRequestException notUtf8(String where, String what) {
		return new InvalidWriteRequestException(Reason.NOT_UTF8, where + ": " + what + " is not UTF-8");
	}

	static String quote(String text) {
		return '\'' + ((text.length() <= MAX_QUOTED) ? text : text.substring(0, MAX_QUOTED) + "…") + '\'';
	}

	static String utf8(byte[] bytes, int from, int to, String where, String what) throws InvalidWriteRequestException {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
		}
		catch (CharacterCodingException ex) {
			throw notUtf8(where, what);
		}
	}

}
