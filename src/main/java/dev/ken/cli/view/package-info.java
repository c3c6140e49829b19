/// What a running program shows. Purpose: on a terminal, printed events as lines above a block of tables,
/// histograms and progress that is redrawn in place; elsewhere JSON lines. Invariants: what is drawn is a pure
/// function of the events so far ([ViewState]) and the size of the screen ([Frame]); only [TerminalView] and
/// [JsonView] write. Nothing is coloured where the user set `NO_COLOR` or the output is no terminal. Neighbours:
/// `runtime` gives the events.
///
/// JSON lines, one object a line, told by `event`: - `{"event":"attached","probes":1,"millis":45}` -
/// `{"event":"line","text":"perl 7"}`, with `"columns":{"process":"perl","pid":"7"}` where the plan names the
/// columns and the text has as many parts between tabs -
/// `{"event":"table","map":"@","title":"calls","unit":"us","rows":[{"key":{"process":"perl"},"value":3}]}`: the
/// whole present table, rows from large to small; `value` is a number, a text, or
/// `{"count":…,"average":…,"total":…}`; `key` is empty for a map without keys; `unit` is left out where there
/// is none -
/// `{"event":"histogram","map":"@h","title":"size","unit":"B","key":{},"buckets":[{"from":4,"to":7,"count":2}]}`:
/// both bounds inside, an open one left out - `{"event":"lost","events":12}`,
/// `{"event":"note","severity":"warning","text":"…"}` -
/// `{"event":"ended","reason":"time_limit","exitCode":0,"millis":5003}`, the last line; reasons are those of
/// [dev.ken.runtime.ProgramEvent.EndReason] in small letters
@NullMarked
package dev.ken.cli.view;

import org.jspecify.annotations.NullMarked;
