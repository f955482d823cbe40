import { healthRows } from '../shared/healthRows.ts';
import type { Health } from '../shared/protocol.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { plainText } from './plainText.ts';

export async function healthCommand({ api, out, invocation }: CommandContext): Promise<void> {
  const health = await api.health();
  await out.write(invocation.json ? `${JSON.stringify(health)}\n` : healthText(health, painter(out.colour)));
}

function healthText(health: Health, paint: ReturnType<typeof painter>): string {
  const rows = healthRows(health, Date.now());
  const width = Math.max(...rows.map(({ label }) => label.length));
  return rows
    .map(({ label, value, warning }) => {
      const text = plainText(value);
      return `${paint('dim', plainText(label).padEnd(width))}  ${warning === true ? paint('yellow', text) : text}\n`;
    })
    .join('');
}
