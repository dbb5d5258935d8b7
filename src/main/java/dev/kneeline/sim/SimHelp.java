package dev.kneeline.sim;

/// The text of `kneeline sim --help`.
final class SimHelp {

  static final String TEXT =
      """
      usage: kneeline sim [MODEL] [OPTIONS] [flags of vLLM or SGLang]
             kneeline sim router --prefill URL ... --decode URL ... | --worker-urls URL ...
             kneeline sim infra [PORT ...]
             kneeline sim shims DIR

      A simulated inference server: it speaks the engines' protocols, takes their flags, and fails as
      they fail. Its times come from a model of GPUs, or from a metronome. Nothing it measures is real,
      and everything it says carries that mark.

        --engine NAME            plain (default), vllm, sglang or trtllm: whose flags, log lines and errors
        --host, --port           where it listens; default 127.0.0.1:8000 (sglang 30000), 0 finds a free one
        --gpu NAME               h100 (default), h200, b200, gb200, mi300x, mi355x
        --speed X                seconds of the model, or of --fixed, in one second of the clock; default 1
        --noise SHARE            standard deviation of a step's time; default 0.02
        --acceptance SHARE       how often a guess of speculative decoding holds; default by its kind
        --seed N                 of the noise, and of guesses; default 0
        --fixed TTFT,ITL[,N]     no model: first token after TTFT ms, each next after ITL ms, N tokens
                                 where a request leaves it open
        --stream-interval N      tokens in one event, after the first
        --prefill-workers P      workers for prompts alone, behind the same address; default 0
        --decode-workers D       workers for answers
        --register-with URL      tells a router that it is there, in the role of --disaggregation-mode
        --close-connections      one request a connection
        --log-writes FILE        the instant of every event written, binary

      Failures:
        --start-delay T          ready after T (2s, 500ms); until then vllm refuses, others answer 503
        --never-ready            loads for ever
        --oom-at-load            CUDA out of memory at the end of loading
        --oom-under-load N       CUDA out of memory when N requests run at once
        --answer-503 N|T         503 to the first N requests, or to all for T after it is ready
        --hang-after N           requests after the first N are never answered
        --die-after-requests N   the process ends when N requests are complete
        --short-output N         answers end after N tokens
        --error-event N          streams report an error after N tokens, with status 200
        --cut-after N            connections break after N tokens
        --ignore-term            TERM does nothing
        --fork-and-leave         starts workers and ends
        --leak-memory N          takes N MB of memory a second, up to 4 GB

      `kneeline sim router` stands before workers, as sglang_router does; --policy round_robin (default),
      random, power_of_two or cache_aware. `kneeline sim infra` opens ports (2379 and 4222) and answers nothing.
      `kneeline sim shims DIR` writes stand-ins named vllm, sglang, dynamo.sglang, python and python3: with DIR
      first on PATH, commands written for the real engines start the simulation.
      """;

  private SimHelp() {}
}
