/// The embedded engine: llama.cpp behind an OpenAI front in a process of its own, and its models.
@NullMarked
package dev.kneeline.llama;

import org.jspecify.annotations.NullMarked;
