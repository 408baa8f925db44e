package io.klatch.server;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program. What a person can mend is told in one sentence; only our own faults show a stack
/// trace.
@Command(
    name = "klatch",
    description = "A self-hosted real-time communication server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      TokenCommand.class,
      BenchServer.class,
      ConformanceServerCommand.class,
      TrainCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;

  @Spec CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    if (arguments.length > 1 && List.of(arguments).contains("--help")) {
      return run("help", arguments[0]);
    }
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::explain)
        .setExecutionExceptionHandler(Main::refuse)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "give a command: serve, token, test or help");
  }

  private static int explain(ParameterException e, String[] arguments) {
    var command = e.getCommandLine().getCommandName();
    var about = command.equals("klatch") ? "./klatch help" : "./klatch help " + command;
    System.err.println("klatch: " + firstLine(e) + "; see " + about);
    return USAGE;
  }

  private static int refuse(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof StartRefused) {
      System.err.println("klatch: " + e.getMessage());
      return REFUSED;
    }
    throw e;
  }

  private static String firstLine(Exception e) {
    return List.of(String.valueOf(e.getMessage()).split("\n", 2)).getFirst();
  }
}
