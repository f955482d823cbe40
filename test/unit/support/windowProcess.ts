// A window as a process of its own: joins or starts a collector and prints each state, with the process id of who serves.
import { CollectorClient } from '../../../src/client/collectorClient.ts';
import { messageOf } from '../../../src/shared/assert.ts';

const [dataDirectory = '', collectorPath = '', name = ''] = process.argv.slice(2);
const client = new CollectorClient({
  dataDirectory,
  collectorPath,
  name,
  grpcPort: 0,
  httpPort: 0,
  mayStart: true,
  exitsWhenIdle: true,
});
client.onDidChangeState(({ kind }) => {
  if (kind === 'ready') void client.api.health().then(({ pid }) => console.log(`ready ${pid}`), fail);
  else console.log(kind);
});
client.connect().catch(fail);
// What keeps a window alive is not its collector.
setInterval(() => undefined, 1 << 30);

function fail(error: unknown): void {
  console.log(`error ${messageOf(error)}`);
}
