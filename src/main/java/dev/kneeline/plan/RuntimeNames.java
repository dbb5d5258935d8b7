package dev.kneeline.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The names that are filled when a process starts, not by a parameter.
public final class RuntimeNames {

  private static final SequencedMap<String, String> MEANINGS = meanings();

  private RuntimeNames() {}

  /// Name to meaning, in the order of the reference page.
  public static Map<String, String> all() {
    return java.util.Collections.unmodifiableMap(MEANINGS);
  }

  public static boolean known(String name) {
    return MEANINGS.containsKey(name);
  }

  private static SequencedMap<String, String> meanings() {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    names.put("host", "address the server listens on");
    names.put("port", "port the server listens on");
    names.put("base_url", "http://host:port of the server");
    names.put("gpus", "GPU indices of the lane, joined by commas");
    names.put("log_dir", "folder of the log that the process writes");
    names.put("study_dir", "the study's folder");
    names.put("cache_dir", "folder for files made once and used by every study");
    names.put("result_file", "where a benchmark command writes its result");
    names.put("point", "the point's id");
    names.put("repetition", "number of the run, from 1");
    names.put("seed", "seed of the run");
    names.put("java", "the java program that runs Kneeline");
    names.put("classpath", "the class path of Kneeline, for the engines that it brings along");
    names.put("simulated_engines", "folder of the stand-ins that start simulated engines");
    names.put("search_path", "the PATH that Kneeline was started with");
    names.put("job_id", "Slurm's job, empty on one machine");
    return names;
  }
}
