package io.tandem.test.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP link through which one process talks to another, and which can be cut. While it
 * is cut it is a black hole: nothing passes either way, nobody is told, and a new
 * connection is taken and left without an answer. What was sent meanwhile waits with the
 * sender, as TCP would keep it for retransmission, and passes after healing unless the
 * connection was given up. Thread-safe.
 */
public final class CuttableLink implements AutoCloseable {

	private final ServerSocket listener;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition healed = this.lock.newCondition();

	private boolean cut;

	private CuttableLink(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/** Opens a link to a port on 127.0.0.1; nobody needs to listen there yet. */
	public static CuttableLink to(int port) {
		try {
			ServerSocket listener = new ServerSocket();
			listener.setReuseAddress(true);
			listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), FreePorts.next()));
			CuttableLink link = new CuttableLink(listener, port);
			Thread.ofVirtual().name("link-accept").start(link::accept);
			return link;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the port to connect to instead of the target's. */
	public int port() {
		return this.listener.getLocalPort();
	}

	/** Lets nothing pass any more, without a sign to either side. */
	public void cut() {
		this.lock.lock();
		try {
			this.cut = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Lets everything pass again. */
	public void heal() {
		this.lock.lock();
		try {
			this.cut = false;
			this.healed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends every connection with a TCP reset; new ones are as before. */
	public void reset() {
		for (Socket socket : this.sockets) {
			abort(socket);
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			reset();
			heal();
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket near = this.listener.accept();
				this.sockets.add(near);
				Thread.ofVirtual().name("link-connect").start(() -> join(near));
			}
			catch (IOException ex) {
				// closed, or a connection that went away before it was taken
			}
		}
	}

	private void join(Socket near) {
		Socket far = new Socket();
		this.sockets.add(far);
		try {
			awaitHealed();
			near.setTcpNoDelay(true);
			far.setTcpNoDelay(true);
			far.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), this.target), 2_000);
			Thread.ofVirtual().name("link-back").start(() -> pump(far, near));
			pump(near, far);
		}
		catch (IOException ex) {
			abort(near);
			abort(far);
		}
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[65_536];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				awaitHealed();
				out.write(buffer, 0, count);
				out.flush();
			}
			awaitHealed();
			to.shutdownOutput();
		}
		catch (IOException ex) {
			awaitHealed();
			abort(from);
			abort(to);
		}
	}

	private void awaitHealed() {
		this.lock.lock();
		try {
			while (this.cut && !this.listener.isClosed()) {
				this.healed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void abort(Socket socket) {
		this.sockets.remove(socket);
		try {
			if (!socket.isClosed()) {
				socket.setSoLinger(true, 0);
			}
			socket.close();
		}
		catch (IOException ex) {
			// gone already, which was wanted
		}
	}

}
