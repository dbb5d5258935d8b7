/// Event loops, HTTP/1.1 and server-sent events at byte level: what load and simulation stand on.
@NullMarked
package dev.kneeline.wire;

import org.jspecify.annotations.NullMarked;
