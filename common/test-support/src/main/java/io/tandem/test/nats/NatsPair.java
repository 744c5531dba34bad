package io.tandem.test.nats;

import io.tandem.test.net.CuttableLink;

/**
 * The two machines of the reference fleet: {@code mainpc}, and {@code pc2} which is its
 * leaf node, with a link between them that can be cut. Confined to one thread at a time.
 */
public final class NatsPair implements AutoCloseable {

	private final NatsServer mainpc;

	private final CuttableLink link;

	private final NatsServer pc2;

	private NatsPair(NatsServer mainpc, CuttableLink link, NatsServer pc2) {
		this.mainpc = mainpc;
		this.link = link;
		this.pc2 = pc2;
	}

	/**
	 * Starts both servers. The leaf link comes up by itself soon after.
	 */
	public static NatsPair start() {
		NatsServer mainpc = NatsServer.inDomain("mainpc").acceptLeaves().start();
		CuttableLink link = CuttableLink.to(mainpc.leafPort());
		try {
			return new NatsPair(mainpc, link, NatsServer.inDomain("pc2").leafOf(link.port()).start());
		}
		catch (RuntimeException ex) {
			link.close();
			mainpc.close();
			throw ex;
		}
	}

	/** Returns the centre's server, domain {@code mainpc}. */
	public NatsServer mainpc() {
		return this.mainpc;
	}

	/** Returns the edge's server, domain {@code pc2}. */
	public NatsServer pc2() {
		return this.pc2;
	}

	/** Returns the leaf link between them. */
	public CuttableLink link() {
		return this.link;
	}

	@Override
	public void close() {
		this.pc2.close();
		this.link.close();
		this.mainpc.close();
	}

}
