package dev.kneeline.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A set of GPUs on which one server at a time runs.
///
/// @param index counted from 0
/// @param gpus GPU indices of this machine; empty for a lane without any
/// @param masked whether the lane's servers see these GPUs only; a lane that has the whole machine
///   leaves the variables as they are
public record Lane(int index, List<Integer> gpus, boolean masked) {

  public Lane {
    gpus = List.copyOf(gpus);
  }

  /// The one lane of a machine that has no GPUs, or whose GPUs all belong to it.
  public static Lane whole(List<Integer> gpus) {
    return new Lane(0, gpus, false);
  }

  /// The GPUs' indices as variables want them: `0,1`.
  public String gpuList() {
    return gpus.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// What makes a server see its lane's GPUs only.
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    if (masked && !gpus.isEmpty()) {
      variables.put("CUDA_VISIBLE_DEVICES", gpuList());
      variables.put("HIP_VISIBLE_DEVICES", gpuList());
    }
    return variables;
  }

  /// Lanes as the sweep file gives them.
  ///
  /// @throws IllegalArgumentException if two lanes share a GPU
  public static List<Lane> of(List<List<Integer>> sets) {
    List<Integer> all = sets.stream().flatMap(List::stream).toList();
    if (all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException("two lanes share a GPU: " + sets);
    }
    List<Lane> lanes = new ArrayList<>();
    for (List<Integer> set : sets) {
      lanes.add(new Lane(lanes.size(), set, true));
    }
    return lanes;
  }

  /// As many lanes as the machine has room for: `gpus` indices in sets of `perServer`; GPUs that
  /// are over stay idle. 8 GPUs with servers of 2 make 4 lanes; without GPUs there is one lane.
  public static List<Lane> share(List<Integer> gpus, int perServer) {
    int lanes = perServer == 0 ? 1 : gpus.size() / perServer;
    if (lanes <= 1) {
      return List.of(whole(gpus));
    }
    List<List<Integer>> sets = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      sets.add(gpus.subList(lane * perServer, (lane + 1) * perServer));
    }
    return of(sets);
  }

  /// The indices that `CUDA_VISIBLE_DEVICES` leaves of this machine's GPUs; `null` leaves all.
  static List<Integer> visible(List<Integer> gpus, @Nullable String mask) {
    if (mask == null) {
      return gpus;
    }
    List<String> named = Arrays.stream(mask.split(",")).map(String::strip).toList();
    return gpus.stream().filter(gpu -> named.contains(gpu.toString())).toList();
  }
}
