/** What of the environment decides where data lies. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The directory that the collector of this user keeps its data in, the same for every window and the command
 * line: `$XDG_DATA_HOME/spanline` or `~/.local/share/spanline` (XDG Base Directory Specification 0.8),
 * `~/Library/Application Support/Spanline` on macOS, `%LOCALAPPDATA%\Spanline` on Windows.
 */
export function defaultDataDirectory(platform: string, env: Environment, home: string): string {
  if (platform === 'win32') {
    return joined('\\', env['LOCALAPPDATA'] || joined('\\', home, 'AppData', 'Local'), 'Spanline');
  }
  if (platform === 'darwin') return joined('/', home, 'Library', 'Application Support', 'Spanline');
  const base = env['XDG_DATA_HOME'] ?? '';
  // The specification tells to ignore a relative path.
  return joined('/', base.startsWith('/') ? base : joined('/', home, '.local', 'share'), 'spanline');
}

function joined(separator: string, base: string, ...names: readonly string[]): string {
  const trimmed = base.endsWith(separator) ? base.slice(0, -1) : base;
  return [trimmed, ...names].join(separator);
}
