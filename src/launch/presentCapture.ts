import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { captureFiles, type LaunchLanguage, launchLanguages } from './launchEnvironment.ts';

/** The languages whose capture lies below the directory: a build without a JDK has none for Java. */
export function presentCapture(directory: string): readonly LaunchLanguage[] {
  const files: Readonly<Partial<Record<LaunchLanguage, string>>> = captureFiles;
  return launchLanguages.filter((language) => {
    const file = files[language];
    return file !== undefined && existsSync(join(directory, file));
  });
}
