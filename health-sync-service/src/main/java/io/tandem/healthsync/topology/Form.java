package io.tandem.healthsync.topology;

import io.tandem.fleet.GraphFormat;
import io.tandem.service.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** What the dependencies can be shown as; the first is what is meant if all will do. */
enum Form {

	/** Everything that is known. */
	JSON(MediaType.APPLICATION_JSON, null),
	/** A drawing for Graphviz. */
	DOT(GraphFormat.DOT),
	/** A drawing for Mermaid. */
	MERMAID(GraphFormat.MERMAID);

	private final MediaType mediaType;

	private final @Nullable GraphFormat drawing;

	Form(GraphFormat drawing) {
		this(new MediaType(MediaType.parseMediaType(drawing.mediaType()), StandardCharsets.UTF_8), drawing);
	}

	Form(MediaType mediaType, @Nullable GraphFormat drawing) {
		this.mediaType = mediaType;
		this.drawing = drawing;
	}

	/**
	 * Returns the form of that name.
	 * @throws ProblemException if there is none
	 */
	static Form named(String word) {
		return Arrays.stream(values())
			.filter((form) -> form.name().toLowerCase(Locale.ROOT).equals(word))
			.findFirst()
			.orElseThrow(() -> new ProblemException(HttpStatus.BAD_REQUEST, "bad-format",
					"format must be json, dot or mermaid: '%s'".formatted(word)));
	}

	/**
	 * Returns the form that comes first among those accepted.
	 * @throws HttpMediaTypeNotAcceptableException if none does
	 */
	static Form acceptedBy(List<MediaType> accepted) throws HttpMediaTypeNotAcceptableException {
		for (MediaType type : accepted) {
			for (Form form : values()) {
				if (type.isCompatibleWith(form.mediaType) && type.getQualityValue() > 0) {
					return form;
				}
			}
		}
		throw new HttpMediaTypeNotAcceptableException(Arrays.stream(values()).map(Form::mediaType).toList());
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	/** Returns how it is drawn; null for what is no drawing. */
	@Nullable GraphFormat drawing() {
		return this.drawing;
	}

}
