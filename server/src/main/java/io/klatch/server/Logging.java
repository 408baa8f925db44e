package io.klatch.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets Logback up in code: the XML way costs a tenth of a second of every start, and the settings
/// come from our own configuration anyway. Logback finds this class through its service file.
public final class Logging extends ContextAwareBase implements Configurator {
  /// Line breaks are replaced, because a text of a stranger may hold one and forge a line.
  private static final String PATTERN =
      "time=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\",UTC} level=%level thread=%thread logger=%logger{0}"
          + " %replace(%msg){'[\\r\\n]+',' | '}%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    apply(context, new LogConfig(LogConfig.Level.INFO, LogConfig.Format.TEXT));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  static void apply(LogConfig config) {
    apply((LoggerContext) LoggerFactory.getILoggerFactory(), config);
  }

  private static void apply(LoggerContext context, LogConfig config) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.toLevel(config.level().name()));
    // Netty's and Flyway's chatter is for their makers.
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, config.format()));
    appender.start();
    root.addAppender(appender);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig.Format format) {
    return switch (format) {
      case TEXT -> {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        yield encoder;
      }
      case JSON -> {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        yield encoder;
      }
    };
  }
}
