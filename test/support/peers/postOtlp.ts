const paths = { resourceSpans: 'traces', resourceLogs: 'logs', resourceMetrics: 'metrics' } as const;

/** Sends requests of OTLP/JSON one after the other, each to the path of its signal; throws where one is refused. */
export async function postOtlp(endpoint: string, requests: readonly object[]): Promise<void> {
  for (const request of requests) {
    const signal = Object.entries(paths).find(([key]) => key in request)?.[1] ?? 'traces';
    const answer = await fetch(`${endpoint}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${signal} were answered with ${answer.status}: ${said}`);
  }
}
