/// Models behind HTTP. Purpose: one way to send, wait, retry and stream, and a page for each provider that says
/// what differs. Invariants: keys go into one header and nowhere else; every wait, try and byte has a limit of
/// [dev.ken.llm.Patience]; what a server sends is text and is never run, followed or redirected. Neighbours:
/// speaks JSON through `wire`.
@NullMarked
package dev.ken.llm.http;

import org.jspecify.annotations.NullMarked;
