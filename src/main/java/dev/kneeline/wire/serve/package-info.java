/// The server side of HTTP/1.1 and server-sent events on one event loop, for the simulated engine.
@NullMarked
package dev.kneeline.wire.serve;

import org.jspecify.annotations.NullMarked;
