import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, shop } from '../../support/paths.mjs';

interface LockFile {
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// `npm install` leaves out what it cannot fetch for another system, and `npm ci` then refuses the file.
test.each([root, shop])('npm ci accepts the lock file of %s', (folder) => {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as LockFile;
  expect(Object.entries(packages).flatMap((entry) => missingFrom(packages, entry))).toEqual([]);
});

test.each([root, shop])('no address of a registry is in the lock file of %s', (folder) => {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as LockFile;
  expect(Object.keys(packages).filter((name) => packages[name]?.resolved !== undefined)).toEqual([]);
});

function missingFrom(
  packages: LockFile['packages'],
  [path, { optionalDependencies = {} }]: [string, Locked],
) {
  return Object.keys(optionalDependencies).filter(
    (name) =>
      packages[`node_modules/${name}`] === undefined &&
      packages[`${path}/node_modules/${name}`] === undefined,
  );
}
