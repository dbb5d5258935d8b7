/// The study on disk: layout, format version, atomic writes, the controller's lease, reading back.
@NullMarked
package dev.kneeline.store;

import org.jspecify.annotations.NullMarked;
