import { expect, test } from 'vitest';
import { parseArguments } from '../../../src/cli/parseArguments.ts';
import { UsageError } from '../../../src/cli/usageError.ts';

test.each([
  ['traces', { command: 'traces', argument: '', json: false }],
  ['traces --json --limit 5', { command: 'traces', argument: '', json: true, limit: 5 }],
  ['--data D trace abcd', { command: 'trace', argument: 'abcd', json: false, data: 'D' }],
  ['trace --data=a=b abcd', { command: 'trace', argument: 'abcd', json: false, data: 'a=b' }],
  [
    'sites --map /app=./api --map=/lib=/w/a=b --map /app=x',
    { command: 'sites', argument: '', json: false, maps: { '/app': ['./api', 'x'], '/lib': ['/w/a=b'] } },
  ],
  ['compare ab12 cd34', { command: 'compare', argument: 'ab12', second: 'cd34', json: false }],
  ['graph', { command: 'graph', argument: '', json: false }],
  ['graph ab12', { command: 'graph', argument: 'ab12', json: false }],
  ['stats ab12 --by http.route', { command: 'stats', argument: 'ab12', json: false, by: 'http.route' }],
  ['sites --workspace .', { command: 'sites', argument: '', json: false, workspace: '.' }],
  [
    'export --trace ab --output f',
    { command: 'export', argument: '', json: false, trace: 'ab', output: 'f' },
  ],
  ['import -- --odd', { command: 'import', argument: '--odd', json: false }],
  [
    'health --otlp-grpc 0 --otlp-http 4318',
    { command: 'health', argument: '', json: false, grpcPort: 0, httpPort: 4318 },
  ],
  [
    'run --language node npm start --port 1 --json',
    {
      command: 'run',
      argument: 'npm',
      rest: ['start', '--port', '1', '--json'],
      json: false,
      language: 'node',
    },
  ],
  [
    'run --no-capture -- ls -l',
    { command: 'run', argument: 'ls', rest: ['-l'], json: false, noCapture: true },
  ],
  ['pin ab12 cd34 --json', { command: 'pin', argument: 'ab12', rest: ['cd34'], json: true }],
  ['unpin ab12', { command: 'unpin', argument: 'ab12', rest: [], json: false }],
  ['runs', { command: 'runs', argument: '', second: '', json: false }],
  ['runs start fast', { command: 'runs', argument: 'start', second: 'fast', json: false }],
  ['traces --run 3 --pinned', { command: 'traces', argument: '', json: false, run: '3', pinned: true }],
  ['env --json', { command: 'env', argument: '', json: true }],
])('%s', (line, invocation) => {
  expect(parseArguments(line.split(' '))).toEqual({ kind: 'run', invocation });
});

test.each([
  ['--help', undefined],
  ['-h', undefined],
  ['trace --help', 'trace'],
  ['--help nonsense', undefined],
])('%s asks for help', (line, command) => {
  expect(parseArguments(line.split(' '))).toEqual({ kind: 'help', command });
});

test.each([
  ['', 'A command is missing.'],
  ['trase', 'There is no command "trase".'],
  ['constructor', 'There is no command "constructor".'],
  ['traces --jason', 'There is no option --jason.'],
  ['traces -j', 'There is no option -j.'],
  ['pin', 'The command pin needs an argument: pin ID.'],
  ['runs start one two', '"two" is one argument too many for the command runs.'],
  ['sites --pinned', 'The command sites has no option --pinned.'],
  ['traces --toString', 'There is no option --toString.'],
  ['traces --workspace .', 'The command traces has no option --workspace.'],
  ['traces --data', 'The option --data needs a value: --data DIR.'],
  ['traces --data --json', 'The option --data needs a value: --data DIR.'],
  ['traces --data=', 'The option --data needs a value that is not empty.'],
  ['traces --json=yes', 'The option --json takes no value.'],
  ['sites --map /app', 'The option --map needs FROM=TO, not "/app".'],
  ['sites --map =x', 'The option --map needs FROM=TO, not "=x".'],
  ['traces --limit 0', 'The option --limit needs a whole number from 1, not "0".'],
  ['health --otlp-grpc 65536', 'The option --otlp-grpc needs a port from 0 to 65535, not "65536".'],
  ['health --otlp-http http', 'The option --otlp-http needs a port from 0 to 65535, not "http".'],
  ['trace', 'The command trace needs an argument: trace ID.'],
  ['trace ab cd', '"cd" is one argument too many for the command trace.'],
  ['compare ab', 'The command compare needs 2 arguments: compare ID ID.'],
  ['compare ab cd ef', '"ef" is one argument too many for the command compare.'],
  ['graph ab cd', '"cd" is one argument too many for the command graph.'],
  ['run', 'The command run needs an argument: run COMMAND.'],
  ['health now', '"now" is one argument too many for the command health.'],
])('%s is wrong usage', (line, message) => {
  const words = line.split(' ').filter((word) => word !== '');
  expect(() => parseArguments(words)).toThrow(new UsageError(message));
});
