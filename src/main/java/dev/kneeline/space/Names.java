package dev.kneeline.space;

/// How parameter names compare and how they are spelled in expressions.
///
/// A dash and an underscore are one letter, because engines print flags with the one and files hold
/// the other. What follows `env.` is an environment variable, where they differ.
public final class Names {

  private static final String ENVIRONMENT = "env";

  private Names() {}

  /// The one spelling under which a name is kept: `server.max_num_seqs` becomes
  /// `server.max-num-seqs`, while `env.NCCL_DEBUG` and `prefill.env.NCCL_DEBUG` keep the variable's
  /// own spelling.
  public static String key(String name) {
    int variable = environmentVariable(name);
    return name.substring(0, variable).replace('_', '-') + name.substring(variable);
  }

  /// The spelling of a name inside an expression: `server.max-num-seqs` is read as
  /// `server.max_num_seqs`.
  public static String variable(String name) {
    return name.replace('-', '_');
  }

  /// The last part of a name, without scope and role: `server.max-num-seqs` gives `max-num-seqs`.
  public static String brief(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Where the environment variable in the name begins, or the name's end where it holds none.
  private static int environmentVariable(String name) {
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      if (name.substring(start, dot).equals(ENVIRONMENT)) {
        return dot + 1;
      }
      start = dot + 1;
    }
    return name.length();
  }
}
