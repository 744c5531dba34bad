package io.tandem.centralhub.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xerial.snappy.Snappy;

/**
 * A WriteRequest taken apart into its TimeSeries messages, which are not looked into: so
 * histograms and exemplars stay with their series. Immutable.
 */
final class SeriesParts {

	private static final int SERIES_FIELD = 1;

	private static final int MOST_BYTES = 64 << 20;

	private final byte[] request;

	/** Where each series begins and ends, its tag included. */
	private final List<Part> series;

	private final List<Part> rest;

	private SeriesParts(byte[] request, List<Part> series, List<Part> rest) {
		this.request = request;
		this.series = series;
		this.rest = rest;
	}

	/** Takes a compressed body apart; empty if it is not a WriteRequest. */
	static Optional<SeriesParts> of(byte[] compressed) {
		try {
			if (Snappy.uncompressedLength(compressed) > MOST_BYTES) {
				return Optional.empty();
			}
			byte[] request = Snappy.uncompress(compressed);
			List<Part> series = new ArrayList<>();
			List<Part> rest = new ArrayList<>();
			Cursor cursor = new Cursor(request);
			while (cursor.at < request.length) {
				int begin = cursor.at;
				int field = cursor.skipField();
				((field == SERIES_FIELD) ? series : rest).add(new Part(begin, cursor.at));
			}
			return Optional.of(new SeriesParts(request, series, rest));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

	/** Returns how many series there are. */
	int size() {
		return this.series.size();
	}

	/** Returns the series from one index to before another, compressed. */
	byte[] body(int from, int to) {
		return body(this.series.subList(from, to), from == 0);
	}

	/** Returns the series of the indexes given, compressed. */
	byte[] body(List<Integer> indexes) {
		return body(indexes.stream().map(this.series::get).toList(), false);
	}

	private byte[] body(List<Part> parts, boolean withRest) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		parts.forEach((part) -> out.write(this.request, part.begin, part.end - part.begin));
		if (withRest) {
			this.rest.forEach((part) -> out.write(this.request, part.begin, part.end - part.begin));
		}
		try {
			return Snappy.compress(out.toByteArray());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Part(int begin, int end) {
	}

	/** Walks over protobuf fields. */
	private static final class Cursor {

		private final byte[] bytes;

		private int at;

		Cursor(byte[] bytes) {
			this.bytes = bytes;
		}

		/** Passes over a field and returns its number. */
		int skipField() throws IOException {
			long tag = varint();
			long length = switch ((int) (tag & 7)) {
				case 0 -> {
					varint();
					yield 0;
				}
				case 1 -> 8;
				case 2 -> varint();
				case 5 -> 4;
				default -> throw new IOException("unknown wire type");
			};
			if (length < 0 || length > this.bytes.length - this.at) {
				throw new IOException("field ends outside");
			}
			this.at += (int) length;
			return (int) (tag >>> 3);
		}

		private long varint() throws IOException {
			long value = 0;
			for (int shift = 0; shift < 64; shift += 7) {
				byte next = this.bytes[this.at++];
				value |= (long) (next & 0x7f) << shift;
				if (next >= 0) {
					return value;
				}
			}
			throw new IOException("varint is too long");
		}

	}

}
