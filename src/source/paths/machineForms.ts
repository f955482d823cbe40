import type { SourcePath } from '../sourcePath.ts';

/**
 * The forms that one path has on Windows and in its Linux: `C:\x` is `/mnt/c/x` there, and `/home/x` of there is
 * `\\wsl.localhost\Ubuntu\home\x`, or `\\wsl$\…`, on Windows. The path itself comes first.
 */
export function machineForms(path: SourcePath): readonly SourcePath[] {
  const { absolute, volume, segments } = path;
  if (!absolute) return [path];
  const drive = /^([a-z]):$/.exec(volume)?.[1];
  if (drive !== undefined) return [path, { absolute, volume: '', segments: ['mnt', drive, ...segments] }];
  const distribution = /^\/\/wsl(?:\$|\.localhost)\/(.+)$/.exec(volume)?.[1];
  if (distribution !== undefined) {
    const other = `//${volume.startsWith('//wsl$') ? 'wsl.localhost' : 'wsl$'}/${distribution}`;
    return [path, { ...path, volume: other }, { absolute, volume: '', segments }];
  }
  const [first, letter = '', ...rest] = segments;
  const mounted = volume === '' && first === 'mnt' && /^[a-z]$/i.test(letter) && rest.length > 0;
  return mounted ? [path, { absolute, volume: `${letter.toLowerCase()}:`, segments: rest }] : [path];
}
