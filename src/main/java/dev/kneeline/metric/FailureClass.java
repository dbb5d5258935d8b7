package dev.kneeline.metric;

import java.util.Locale;

/// Why a request failed, by what a person would do about it.
public enum FailureClass {
  CONNECT("no connection to the server could be opened"),
  RESET("the connection closed before the answer was complete"),
  TIMEOUT("the request, or the silence between two events, took longer than allowed"),
  HTTP_STATUS("the server answered with a status other than 200"),
  STREAM_ERROR("the server reported an error inside a stream that began with status 200"),
  PROTOCOL("the answer was not valid HTTP or not a valid event stream"),
  EMPTY("the answer ended well and held no token"),
  SHORT("fewer tokens than asked for, though end-of-sequence was to be ignored");

  private final String meaning;

  FailureClass(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }

  /// The metric that counts this class, e.g. `failed_timeout`.
  public String key() {
    return "failed_" + name().toLowerCase(Locale.ROOT);
  }
}
