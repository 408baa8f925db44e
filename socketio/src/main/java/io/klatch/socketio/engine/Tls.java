package io.klatch.socketio.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS of a port. Renewed files are taken over for new connections; what cannot be used is
/// logged once and leaves things as they are.
///
/// It compares what the files hold, not when they were changed: they may be links that were turned,
/// and the two are never replaced at one instant.
///
/// All methods may be called from any thread.
final class Tls {
  private static final Logger log = LoggerFactory.getLogger(Tls.class);
  private static final long FILE_BYTES_MAX = 1_000_000;

  private final TlsFiles files;
  private volatile SslContext context;

  /// What was last looked at, whether it could be used or not.
  @GuardedBy("this")
  private Seen seen;

  /// So that it is made once.
  @GuardedBy("this")
  private String lastComplaint = "";

  private Tls(TlsFiles files, Seen seen, SslContext context) {
    this.files = files;
    this.seen = seen;
    this.context = context;
  }

  static Tls open(TlsFiles files) throws TlsException {
    var seen = Seen.in(files);
    return new Tls(files, seen, seen.context(files));
  }

  TlsFiles files() {
    return files;
  }

  /// Puts encryption before what the other handler sets up.
  ChannelInitializer<Channel> before(ChannelHandler next) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handler(channel.alloc())).addLast(next);
      }
    };
  }

  private SslHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator);
  }

  /// Looks at the files and takes them over if they have changed. Reads files: not for an event
  /// loop.
  synchronized void reload() {
    try {
      var now = Seen.in(files);
      if (now.same(seen)) {
        return;
      }
      seen = now;
      context = now.context(files);
      lastComplaint = "";
      log.info("certificate renewed file={}", files.certificates());
    } catch (TlsException e) {
      var complaint = String.valueOf(e.getMessage());
      if (!complaint.equals(lastComplaint)) {
        lastComplaint = complaint;
        log.error("certificate not renewed, the old one stays reason=\"{}\"", complaint);
      }
    }
  }

  /// What the files held at one time.
  private static final class Seen {
    private final byte[] certificates;
    private final byte[] key;

    private Seen(byte[] certificates, byte[] key) {
      this.certificates = certificates;
      this.key = key;
    }

    static Seen in(TlsFiles files) throws TlsException {
      return new Seen(read(files.certificates()), read(files.key()));
    }

    private static byte[] read(Path file) throws TlsException {
      try {
        if (Files.size(file) > FILE_BYTES_MAX) {
          throw new TlsException(file + " has more than " + FILE_BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
      } catch (TlsException e) {
        throw e;
      } catch (IOException e) {
        throw new TlsException("cannot read " + file + " (" + e + ")", e);
      }
    }

    boolean same(Seen other) {
      return Arrays.equals(certificates, other.certificates) && Arrays.equals(key, other.key);
    }

    SslContext context(TlsFiles files) throws TlsException {
      var keys = TlsKeys.parse(files, certificates, key);
      try {
        return SslContextBuilder.forServer(keys.key(), keys.chain().toArray(X509Certificate[]::new))
            .sslProvider(SslProvider.JDK)
            .build();
      } catch (SSLException | IllegalArgumentException e) {
        throw new TlsException(files.certificates() + " cannot be used: " + e.getMessage(), e);
      }
    }
  }
}
