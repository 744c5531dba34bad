package io.tandem.ingest;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/**
 * Why ingest itself turns a push away. Closed, so that it can be a problem's slug and a
 * metric's tag.
 */
enum Refusal {

	TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),

	BAD_COMPRESSION(HttpStatus.BAD_REQUEST),

	BAD_PROTOBUF(HttpStatus.BAD_REQUEST),

	NOT_UTF8(HttpStatus.BAD_REQUEST),

	BAD_NAME(HttpStatus.BAD_REQUEST),

	DUPLICATE_LABEL(HttpStatus.BAD_REQUEST),

	OUT_OF_ORDER(HttpStatus.BAD_REQUEST),

	FUTURE_SAMPLE(HttpStatus.BAD_REQUEST),

	LABEL_LIMIT(HttpStatus.BAD_REQUEST),

	BAD_EXPOSITION(HttpStatus.BAD_REQUEST),

	UNSUPPORTED_ENCODING(HttpStatus.UNSUPPORTED_MEDIA_TYPE),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),

	UNSUPPORTED_WRITE_VERSION(HttpStatus.UNSUPPORTED_MEDIA_TYPE),

	BAD_HEADER(HttpStatus.BAD_REQUEST),

	INCOMPLETE_BODY(HttpStatus.BAD_REQUEST),

	SLOW_BODY(HttpStatus.REQUEST_TIMEOUT),

	BAD_PUSH_PATH(HttpStatus.BAD_REQUEST),

	PUSHED_TIMESTAMP(HttpStatus.BAD_REQUEST),

	INCONSISTENT_PUSH(HttpStatus.BAD_REQUEST),

	INGEST_BUSY(HttpStatus.SERVICE_UNAVAILABLE);

	private final HttpStatus status;

	private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

	Refusal(HttpStatus status) {
		this.status = status;
	}

	HttpStatus status() {
		return this.status;
	}

	/** Returns the problem's slug, also the value of the counter's {@code reason}. */
	String slug() {
		return this.slug;
	}

	static Refusal of(InvalidWriteRequestException.Reason reason) {
		return switch (reason) {
			case TOO_LARGE -> TOO_LARGE;
			case BAD_COMPRESSION -> BAD_COMPRESSION;
			case BAD_PROTOBUF -> BAD_PROTOBUF;
			case NOT_UTF8 -> NOT_UTF8;
			case BAD_NAME -> BAD_NAME;
			case DUPLICATE_LABEL -> DUPLICATE_LABEL;
			case OUT_OF_ORDER -> OUT_OF_ORDER;
			case FUTURE -> FUTURE_SAMPLE;
			case LABEL_LIMIT -> LABEL_LIMIT;
			case BAD_EXPOSITION -> BAD_EXPOSITION;
		};
	}

}
