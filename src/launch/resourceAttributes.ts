interface Origin {
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly sessionId?: string | undefined;
  readonly workspaceFolder?: string | undefined;
  readonly workingDirectory?: string | undefined;
}

/**
 * What stays as it is in a value of `OTEL_RESOURCE_ATTRIBUTES`: W3C Baggage's octets without `%` and `=`, and
 * without `\`, which is written `/`. Other characters would have to be escaped, and not every SDK decodes them.
 */
const plainValue = /^[!#-$&-+\--:<>-[\]-~]+$/;

/**
 * The pairs that say where a program was launched from, comma-separated; without those that the user names
 * himself, and without values that would need escaping. Empty where nothing is left.
 */
export function resourceAttributes({ base, ...origin }: Origin): string {
  const own = base['OTEL_RESOURCE_ATTRIBUTES'] ?? '';
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['vscode.session.id', origin.sessionId],
    ['vscode.workspace.folder', origin.workspaceFolder],
    ['process.working_directory', origin.workingDirectory],
  ];
  return pairs
    .flatMap(([key, value]) => {
      const plain = value?.replaceAll('\\', '/') ?? '';
      const named = own.split(',').some((pair) => pair.trim().startsWith(`${key}=`));
      return named || !plainValue.test(plain) ? [] : [`${key}=${plain}`];
    })
    .join(',');
}
