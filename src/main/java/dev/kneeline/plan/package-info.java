/// The question as records, and the plan that answers it: the tree Allocation > Server > runs, with
/// commands, environment and files rendered as text, and the estimate of what it costs.
@NullMarked
package dev.kneeline.plan;

import org.jspecify.annotations.NullMarked;
