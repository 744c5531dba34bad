package io.tandem.failover.partition;

/**
 * A port of a machine.
 *
 * @param host a name or an address
 */
record Target(String host, int port) {

	/**
	 * @throws IllegalArgumentException if the text is not {@code host:port}
	 */
	static Target parse(String text) {
		int colon = text.lastIndexOf(':');
		if (colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}")) {
			int port = Integer.parseInt(text.substring(colon + 1));
			if (port > 0 && port <= 65535) {
				String host = text.substring(0, colon);
				boolean isBracketed = host.startsWith("[") && host.endsWith("]");
				return new Target(isBracketed ? host.substring(1, host.length() - 1) : host, port);
			}
		}
		throw new IllegalArgumentException("not an address of the form host:port: " + text);
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
