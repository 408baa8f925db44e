package io.klatch.socketio.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One TCP connection that speaks HTTP/1.1: a request and its answer are two steps, so that a test
/// decides what happens between them. Every read gives up after a few seconds.
public final class HttpWire implements AutoCloseable {
  private static final int READ_MILLIS_MAX = 10_000;

  /// @param headers names in lower case; several values on a line each
  public record Answer(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private HttpWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  public static HttpWire connect(int port) {
    return connect(port, new Socket());
  }

  /// Over TLS, to `localhost` by name.
  public static HttpWire connect(int port, SSLContext trust) {
    try {
      var socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port);
      var checks = socket.getSSLParameters();
      checks.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(checks);
      socket.setSoTimeout(READ_MILLIS_MAX);
      socket.startHandshake();
      return new HttpWire(socket);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// With a receive buffer that is soon full.
  public static HttpWire connectNarrow(int port) {
    try {
      var socket = new Socket();
      socket.setReceiveBufferSize(8_192);
      return connect(port, socket);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static HttpWire connect(int port, Socket socket) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_MILLIS_MAX);
      return new HttpWire(socket);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public Answer get(String target) {
    send("GET", target, "");
    return receive();
  }

  public Answer post(String target, String body) {
    send("POST", target, body);
    return receive();
  }

  /// @param headers whole lines, without line ends
  public void send(String method, String target, String body, String... headers) {
    write(request(method, target, body, headers));
  }

  public static byte[] request(String method, String target, String body, String... headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    var content = body.getBytes(StandardCharsets.UTF_8);
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  public Answer receive() {
    return receive(true);
  }

  /// The answer to HEAD, whose length is that of a body which does not follow.
  public Answer receiveHead() {
    return receive(false);
  }

  private Answer receive(boolean withBody) {
    try {
      var statusLine = line();
      var headers = new HashMap<String, String>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (one, next) -> one + "\n" + next);
      }
      int status = Integer.parseInt(statusLine.substring(9, 12));
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      var bytes = in.readNBytes(withBody && status != 304 ? length : 0);
      return new Answer(status, headers, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("connection closed in the middle of a response");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  public void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// The next byte, or −1 at the end of the stream; a reset is an end as well.
  int read() {
    try {
      return in.read();
    } catch (SocketTimeoutException fault) {
      throw new UncheckedIOException(fault);
    } catch (IOException _) {
      return -1;
    }
  }

  byte[] read(int length) {
    try {
      return in.readNBytes(length);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// Reads until the server closes the connection.
  public void awaitEnd() {
    int next = read();
    while (next >= 0) {
      next = read();
    }
  }

  @Override
  public void close() {
    cut();
  }

  /// Ends the connection without waiting for what is still to come.
  public void cut() {
    try {
      socket.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
