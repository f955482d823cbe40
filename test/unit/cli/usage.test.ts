import { expect, test } from 'vitest';
import { usage } from '../../../src/cli/usage.ts';

test('the help names every command and option', () => {
  expect(usage(undefined, { program: 'spanline', defaultData: '~/data' })).toMatchInlineSnapshot(`
    "Reads the traces that the Spanline collector keeps. It starts a collector where none runs.

    Usage: spanline COMMAND [OPTIONS]

    Commands:
      traces                   List the traces, newest first
      trace ID                 Show a trace as a waterfall
      critical-path ID         Tell what the time of a trace was spent on, from its start to its end
      stats ID                 Count, errors and times of the spans of a trace, by name or whatever --by says
      findings ID              Tell what made a trace long, and what mending it would save
      compare ID ID            Tell what differs between two traces
      graph [ID]               Tell which service calls which, in one trace or the latest ones
      sites                    List the places in the code that spans come from
      export                   Write traces as OTLP, Jaeger or Zipkin files
      import FILE              Keep the spans of an OTLP, Jaeger or Zipkin file, packed or not (- for the standard input)
      pin ID…                  Keep traces whatever the budgets say
      unpin ID…                Let traces go like all others
      runs [start NAME | end]  List the runs, newest first; or begin one, or end the one that goes on
      run COMMAND [ARGUMENTS]  Run a program so that its spans come here and know their lines
      env                      Print what run would set, for a shell
      forwards                 List what spans are forwarded to, and how that does; never starts a collector
      health                   Tell how the collector is; never starts one
      stop                     End the collector; its data stays

    Options:
      --data DIR        Directory with the data of the collector to talk to (~/data)
      --json            One JSON object a line, for programs
      --otlp-grpc PORT  Port for OTLP/gRPC of a collector that is started (4317; 0 for any)
      --otlp-http PORT  Port for OTLP/HTTP of a collector that is started (4318; 0 for any)
      --help            Show this
      --limit N         Show at most that many
      --run RUN         Only traces of this run: its number or its name
      --pinned          Only traces that are pinned
      --by WHAT         What to group by: name, service, line (needs --workspace) or an attribute (name)
      --workspace DIR   Directory with the files of the program (sites: to find lines in)
      --map FROM=TO     What programs call FROM is TO here; may be given again
      --missing         List the sites without a line as well, and why
      --evidence        With --json, tell too what spans say of their code
      --trace ID        Only this trace
      --format NAME     Format to write: otlp-json, otlp-ndjson, otlp-protobuf, jaeger-json, zipkin-json, zipkin-v1-json; else told by the name of the output
      --output FILE     Write to FILE instead of the standard output; .gz or .zst at its end packs it
      --language NAME   Set only what is for node, python, java or go
      --no-capture      Send spans as they are, without adding where they were made

    Exit codes: 0 done, 1 failed, 2 wrong usage.
    "
  `);
});

test('the help of one command names its own options first', () => {
  expect(usage('trace', { program: 'spanline', defaultData: '~/data' })).toMatchInlineSnapshot(`
    "Show a trace as a waterfall.

    Usage: spanline trace ID [OPTIONS]

    Options:
      --limit N         Show at most that many
      --data DIR        Directory with the data of the collector to talk to (~/data)
      --json            One JSON object a line, for programs
      --otlp-grpc PORT  Port for OTLP/gRPC of a collector that is started (4317; 0 for any)
      --otlp-http PORT  Port for OTLP/HTTP of a collector that is started (4318; 0 for any)
      --help            Show this
    "
  `);
});
