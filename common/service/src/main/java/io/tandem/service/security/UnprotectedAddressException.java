package io.tandem.service.security;

/** A service would be open to everybody who can reach its address. */
final class UnprotectedAddressException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnprotectedAddressException(String address) {
		super("this service listens on " + (address.isEmpty() ? "every address" : address)
				+ ", where others can reach it, and accepts whatever is sent: no tokens are configured");
	}

}
