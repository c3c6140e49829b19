/// The event catalog: what can happen in a kernel, and where each happening can be observed. Invariant: an
/// event kind's attributes mean the same at every one of its probe points. Neighbours: reads only kernel facts;
/// comprehension searches it, synthesis renders from it, verify builds reference observers from it.
@NullMarked
package dev.ken.kernel.catalog;

import org.jspecify.annotations.NullMarked;
