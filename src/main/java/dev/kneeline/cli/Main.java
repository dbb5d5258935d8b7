package dev.kneeline.cli;

/// Where every command begins.
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("kneeline");
  }
}
