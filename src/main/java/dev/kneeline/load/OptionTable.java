package dev.kneeline.load;

import static dev.kneeline.load.LoadOption.Kind.FLAG;
import static dev.kneeline.load.LoadOption.Kind.JSON;
import static dev.kneeline.load.LoadOption.Kind.LIST;
import static dev.kneeline.load.LoadOption.Kind.NUMBER;
import static dev.kneeline.load.LoadOption.Kind.PAIRS;
import static dev.kneeline.load.LoadOption.Kind.TEXT;
import static dev.kneeline.load.LoadOption.Kind.WHOLE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every option of the load generator, in the order of its help.
final class OptionTable {

  private static final Map<String, LoadOption> ROWS = new LinkedHashMap<>();

  static {
    target();
    counting();
    workload();
    pace();
    margins();
    body();
    limits();
    figures();
    ours();
    withoutEffect();
    ofOtherDatasets();
  }

  private OptionTable() {}

  static List<LoadOption> rows() {
    return List.copyOf(ROWS.values());
  }

  static Optional<LoadOption> find(String name) {
    return Optional.ofNullable(ROWS.get(name));
  }

  private static void target() {
    add("backend", TEXT, "openai", "openai, vllm, openai-chat, sglang or tgi");
    add("endpoint-type", TEXT, "", "older versions' name for backend");
    add("base-url", TEXT, "", "scheme, host and port of the server; before host and port");
    add("host", TEXT, "127.0.0.1", "the server's host");
    add("port", WHOLE, "8000", "the server's port");
    add("endpoint", TEXT, "", "path of the API; without it the backend's own");
    add("model", TEXT, "", "the model's name in requests; without it the server's first");
    add("served-model-name", TEXT, "", "the name in requests where it is not the model's");
    add("header", PAIRS, "", "further headers of every request");
    add("api-key-env", TEXT, "OPENAI_API_KEY", "the variable that holds the API key");
    add("api-key-file", TEXT, "", "the file that holds it, in place of the variable");
    add("header-file", TEXT, "", "further headers, one Name: value a line; kept nowhere");
    add("insecure", FLAG, "false", "accept any TLS certificate; the result says so");
    add("request-id-prefix", TEXT, "bench-", "begins every x-request-id");
  }

  private static void counting() {
    add("tokenizer", TEXT, "", "a tokenizer.json or its folder, which counts the prompts' tokens");
    add("skip-tokenizer-init", FLAG, "false", "count no tokens: prompt lengths are approximate");
  }

  private static void workload() {
    add(
        "dataset-name",
        TEXT,
        "random",
        "random, prefix_repetition, sessions, sharegpt, custom, sonnet, trace, burstgpt");
    add("dataset-path", TEXT, "", "the file of a dataset");
    add(
        "num-prompts",
        WHOLE,
        "1000",
        "how many requests; with a duration and without this, as many as fit");
    add("seed", WHOLE, "0", "of prompts and arrivals");
    add("input-len", WHOLE, "", "prompt tokens, whatever the dataset");
    add("output-len", WHOLE, "", "answer tokens, whatever the dataset");
    add("random-input-len", WHOLE, "1024", "prompt tokens without the prefix");
    add("random-output-len", WHOLE, "128", "answer tokens");
    add(
        "random-range-ratio",
        JSON,
        "0",
        "lengths lie within len * (1 ± ratio); a number, or by side");
    add(
        "random-range-rule",
        TEXT,
        "around",
        "around as vLLM has the ratio, or below as SGLang: from len * ratio to len");
    add("random-prefix-len", WHOLE, "0", "tokens that all prompts share, before the random ones");
    add("prefix-repetition-prefix-len", WHOLE, "256", "tokens of each shared prefix");
    add("prefix-repetition-suffix-len", WHOLE, "256", "tokens behind it");
    add("prefix-repetition-num-prefixes", WHOLE, "10", "how many prefixes");
    add("prefix-repetition-output-len", WHOLE, "128", "answer tokens");
    add("session-turns", TEXT, "4", "questions of a session: a number, or 2:8 for an even spread");
    add("session-system-len", WHOLE, "0", "tokens that all sessions begin with");
    add("session-first-len", WHOLE, "512", "tokens of a session's first question");
    add("session-turn-len", WHOLE, "128", "tokens of each further question");
    add("session-output-len", WHOLE, "128", "answer tokens");
    add("session-think-sec", NUMBER, "0", "from an answer's end to the session's next question");
    add("sharegpt-output-len", WHOLE, "", "answer tokens in place of the recorded ones");
    add("custom-output-len", WHOLE, "256", "answer tokens; -1: the file's");
    add("sonnet-input-len", WHOLE, "550", "prompt tokens");
    add("sonnet-output-len", WHOLE, "150", "answer tokens");
    add("sonnet-prefix-len", WHOLE, "200", "tokens that all prompts share");
    add("trace-seconds-per-unit", NUMBER, "0.001", "what a step of a trace's timestamp is");
    add("trace-block-tokens", WHOLE, "512", "tokens behind each hash id of a trace");
    add("timed-trace-sec-multiplier", NUMBER, "1", "the same of vLLM's timed_trace");
    add("timed-trace-chunk-hash-size", WHOLE, "16", "the same of vLLM's timed_trace");
    add("timed-trace-label-timestamp", TEXT, "timestamp", "what a trace calls it");
    add("timed-trace-label-input-length", TEXT, "input_length", "what a trace calls it");
    add("timed-trace-label-output-length", TEXT, "output_length", "what a trace calls it");
    add("timed-trace-label-hash-ids", TEXT, "hash_ids", "what a trace calls them");
    add("self-timed", FLAG, "", "a trace's own times hold; burstgpt's do only where this asks so");
    add("no-self-timed", FLAG, "false", "as self-timed false: request-rate says when");
    add("disable-shuffle", FLAG, "false", "take the file's order");
    add("no-oversample", FLAG, "false", "stop at the file's end rather than begin again");
  }

  private static void pace() {
    add("request-rate", NUMBER, "inf", "requests a second; inf sends as the cap allows");
    add("burstiness", NUMBER, "1.0", "shape of the gaps: 1 Poisson, below burstier, inf constant");
    add("max-concurrency", WHOLE, "", "most requests in flight");
    add("ramp-up-strategy", TEXT, "", "linear or exponential: the rate grows over the run");
    add("ramp-up-start-rps", NUMBER, "", "rate at the first request");
    add("ramp-up-end-rps", NUMBER, "", "rate at the last request");
    add("num-warmups", WHOLE, "0", "requests before the run, not measured");
  }

  private static void margins() {
    add("warmup-duration", NUMBER, "0", "seconds of the run's start in which no end counts");
    add("cooldown-duration", NUMBER, "0", "seconds of the run's end in which no end counts");
  }

  private static void body() {
    add("ignore-eos", FLAG, "false", "ask for full-length answers; random datasets always do");
    add("extra-body", JSON, "", "members added to every request's body");
    add("chat-template-kwargs", JSON, "", "arguments of the server's chat template");
    add("lora-modules", LIST, "", "adapters that requests are spread over");
    add("lora-assignment", TEXT, "random", "random or round-robin");
    add("temperature", NUMBER, "", "sampling");
    add("top-p", NUMBER, "", "sampling");
    add("top-k", WHOLE, "", "sampling");
    add("min-p", NUMBER, "", "sampling");
    add("frequency-penalty", NUMBER, "", "sampling");
    add("presence-penalty", NUMBER, "", "sampling");
    add("repetition-penalty", NUMBER, "", "sampling");
    add("logprobs", WHOLE, "", "log probabilities to ask for");
  }

  private static void limits() {
    add("ready-check-timeout-sec", NUMBER, "0", "wait so long for a first good answer; 0: do not");
  }

  private static void figures() {
    add(
        "percentile-metrics",
        LIST,
        "ttft,tpot,itl",
        "families to print: ttft, tpot, itl, e2el, queue, response");
    add("metric-percentiles", LIST, "99", "percentiles to print");
    add("goodput", PAIRS, "", "limits in ms, ttft:200 tpot:50");
    add("metadata", PAIRS, "", "kept in the result as they are");
    add("label", TEXT, "", "replaces the backend in the file's name");
    add("save-result", FLAG, "false", "write the result as JSON");
    add("save-detailed", FLAG, "false", "with every request's times, lengths, texts and errors");
    add("append-result", FLAG, "false", "add a line to the file rather than replace it");
    add("result-dir", TEXT, "", "folder of the result");
    add("result-filename", TEXT, "", "its name");
    add("disable-tqdm", FLAG, "false", "no progress line");
  }

  private static void ours() {
    add("prompt-token-ids", FLAG, "false", "send token ids: exact lengths, no server tokenizing");
    add("vocab-size", WHOLE, "10000", "token ids are drawn below this");
    add("prompt-words", LIST, "", "words of one token each that prompts are made of");
    add("duration", NUMBER, "", "stop sending after so many seconds");
    add("max-error-share", NUMBER, "", "stop when more than this share has failed");
    add("request-timeout-sec", NUMBER, "3600", "most time of one request");
    add("stall-timeout-sec", NUMBER, "300", "most silence between two events of an answer");
    add("connect-timeout-sec", NUMBER, "10", "most time of opening a connection");
    add("connections", WHOLE, "", "opened before the run; without it as many as will be needed");
    add(
        "continuous-usage",
        FLAG,
        "false",
        "ask for running usage: tokens of every event are known");
    add("stream", FLAG, "true", "false: ask for the whole answer at once");
    add("gpus", WHOLE, "", "the server's GPUs, for figures per GPU");
    add("stamps", TEXT, "auto", "receive times: auto, kernel or reader");
    add("server-metrics", FLAG, "true", "ask the server's /metrics once a second during the run");
    add(
        "profile",
        FLAG,
        "false",
        "have the server profile the run: POST /start_profile, /stop_profile");
    add("probe-request-rate", NUMBER, "0", "tiny requests a second beside the load, past any cap");
    add("verdict-limits", PAIRS, "", "limits of the client's checks on itself, fact=doubt:refusal");
    add("clients", WHOLE, "1", "processes that send the schedule together, each its share of it");
    add(
        "client-cpus",
        TEXT,
        "",
        "CPUs of each of them, blanks between, as taskset has it: 2,3 4-5");
    add("loops", WHOLE, "1", "event loops of each process, one for each core it may use");
    add("shard", TEXT, "", "I/N: send share I (from 0) of a schedule that N clients send");
    add("start-at", TEXT, "", "when the schedule begins, 2026-11-22T10:00:00Z; else when ready");
    add("samples-file", TEXT, "", "write every request's record to this file");
  }

  /// Options of `vllm bench serve` that a command line may keep, each with why it does nothing.
  private static void withoutEffect() {
    idle("tokenizer-mode", "tokenizer.json tells its own");
    idle("trust-remote-code", "no code of a model is run");
    idle("skip-chat-template", "chats are templated by the server");
    idle("no-stream", "datasets are files here; for whole answers say stream false");
    idle("use-beam-search", "ask for it with extra-body");
    idle("plot-timeline", "plot a study with `kneeline plot`; save-detailed keeps every time");
    idle("timeline-itl-thresholds", "it belongs to plot-timeline");
    idle("plot-dataset-stats", "save-detailed keeps every length");
  }

  /// They belong to datasets that are not read here, each of which is refused with a way out.
  private static void ofOtherDatasets() {
    String hub = "no model hub is asked; see dataset-name hf";
    for (String name : List.of("hf-subset", "hf-split", "hf-name", "hf-output-len")) {
      idle(name, hub);
    }
    idle("blazedit-min-distance", hub);
    idle("blazedit-max-distance", hub);
    idle("spec-bench-output-len", "see dataset-name spec_bench");
    idle("spec-bench-category", "see dataset-name spec_bench");
    idle("speed-bench-dataset-subset", "see dataset-name speed_bench");
    idle("speed-bench-output-len", "see dataset-name speed_bench");
    idle("speed-bench-category", "see dataset-name speed_bench");
    String text = "text alone is sent";
    idle("enable-multimodal-chat", text);
    idle("custom-ensure-client-side-data", text);
    idle("random-mm-base-items-per-request", text);
    idle("random-mm-num-mm-items-range-ratio", text);
    idle("random-mm-limit-mm-per-prompt", text);
    idle("random-mm-bucket-config", text);
    idle("asr-min-audio-len-sec", text);
    idle("asr-max-audio-len-sec", text);
    idle("random-batch-size", "it is for embeddings");
    idle("no-reranker", "it is for ranking");
  }

  private static void idle(String name, String why) {
    ROWS.put(name, new LoadOption(name, TEXT, "", why, LoadOption.Effect.NO_EFFECT));
  }

  private static void add(String name, LoadOption.Kind kind, String fallback, String help) {
    ROWS.put(name, new LoadOption(name, kind, fallback, help, LoadOption.Effect.USED));
  }

  /// Names in an order of likeness, for a hint.
  static List<String> names() {
    return new ArrayList<>(ROWS.keySet());
  }
}
