// Makes `spanline-capture.jar`, an extension of the OpenTelemetry agent. OpenTelemetry itself is not needed for it:
// `stubs` declare the few types it meets, as the compiler has to know them, and stay outside the jar.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;

/**
 * Does nothing where the jar is there and its sources are unchanged. Answers what to tell whoever builds: without a
 * JDK there is no jar, which is no failure.
 * @param {string} jar its path
 * @param {string} stamp path of a file that remembers what the jar was made from
 * @returns {Promise<string | undefined>}
 */
export async function buildJavaCapture(jar, stamp) {
  const sources = await sourcesHash();
  if ((await exists(jar)) && (await readFile(stamp, 'utf8').catch(() => '')) === sources) return undefined;
  const tools = await findJdk();
  if (tools === undefined)
    return `No JDK of version 11 or newer was found (JAVA_HOME, PATH): ${jar} is not built, Java spans keep what they say.`;
  await compile(tools, jar);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, sources);
  return undefined;
}

async function sourcesHash() {
  const hash = createHash('sha256');
  const files = await readdir(here, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.sort()) hash.update(path.slice(here.length)).update(await readFile(path));
  return hash.digest('hex');
}

/** @returns {Promise<{ javac: string, jar: string } | undefined>} */
async function findJdk() {
  const home = process.env['JAVA_HOME'];
  const folders = [...(home === undefined ? [] : [join(home, 'bin')]), ''];
  for (const folder of folders) {
    const javac = join(folder, 'javac');
    const { stdout } = await run(javac, ['-version']).catch(() => ({ stdout: '' }));
    const version = Number(/javac (\d+)/.exec(stdout)?.[1] ?? '0');
    if (version >= 11) return { javac, jar: join(folder, 'jar') };
  }
  return undefined;
}

/**
 * @param {{ javac: string, jar: string }} tools
 * @param {string} jar
 */
async function compile(tools, jar) {
  const work = await mkdtemp(join(tmpdir(), 'spanline-java-'));
  try {
    const classes = join(work, 'classes');
    // What the compiler takes from the source path it does not write: `-implicit:none`.
    const options = [
      '--release',
      '11',
      '-g:source,lines',
      '-Xlint:all',
      '-Werror',
      '-implicit:none',
      '-proc:none',
    ];
    const sources = await readdir(join(here, 'spanline/capture'));
    const paths = sources.map((name) => join(here, 'spanline/capture', name));
    await run(tools.javac, [...options, '-sourcepath', join(here, 'stubs'), '-d', classes, ...paths]);
    await cp(join(here, 'META-INF'), join(classes, 'META-INF'), { recursive: true });
    await run(tools.jar, ['--create', '--file', join(work, 'capture.jar'), '-C', classes, '.']);
    await place(join(work, 'capture.jar'), jar);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * At once and whole: a program that runs may have the former jar open.
 * @param {string} from
 * @param {string} jar
 */
async function place(from, jar) {
  await mkdir(dirname(jar), { recursive: true });
  await cp(from, `${jar}.new`);
  await rename(`${jar}.new`, jar);
}

/** @param {string} path */
async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
