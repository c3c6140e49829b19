/// The one golden harness, and the tests that hold the whole tree to its rules.
@NullMarked
package dev.ken.testing;

import org.jspecify.annotations.NullMarked;
