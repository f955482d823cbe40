import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isAsidePath, isToolsText } from '../asidePath.ts';
import { isComment, linesUsing, quotedLines } from '../quotedText.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { languageOf } from '../syntax/language.ts';
import { oneOrChoices, placementAt } from './placements.ts';

/** What a message is sent to, or the job or task that is asked for, to the call that does so. */
export const sendingRung: Rung = { name: 'sends', searches: true, place };

/** What a call that sends looks like, and a word that is in every file with one. */
interface Sending {
  readonly word: string;
  readonly what: string;
  linesIn(text: string): readonly number[];
}

/** A word in more files than this is no word to find a call by. */
const maxFiles = 60;

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  const sending = site.kind === 'producer' ? sendingOf(site) : undefined;
  if (sending === undefined || sending.word === '') return [];
  const paths = (await context.files.containing(sending.word)).filter((path) =>
    isOfSite(path, site, context),
  );
  if (paths.length > maxFiles) return [];
  const found: { path: string; line: number }[] = [];
  for (const path of paths) {
    const text = (await context.files.readText(path)) ?? '';
    if (isToolsText(text)) continue;
    for (const line of sending.linesIn(text)) found.push({ path, line });
  }
  const reason = { rung: sendingRung.name, confidence: 'medium', evidence: sending.what } as const;
  const own = await preferService(found, site, context);
  return oneOrChoices(own.map(({ path, line }) => placementAt(path, { line }, reason)));
}

function isOfSite(path: string, site: Site, { files }: RungContext): boolean {
  const language = languageOf(path);
  return language !== undefined && mayBeWrittenIn(site, language) && !isAsidePath(path, files.folders);
}

function sendingOf({ evidence, code, name }: Site): Sending | undefined {
  const job =
    evidence['messaging.sidekiq.job_class'] ??
    evidence['messaging.resque.job_class'] ??
    evidence['messaging.que.job_class'] ??
    code.namespace;
  if (job !== undefined) return jobSending(job.split('::').at(-1) ?? '');
  const task = evidence['celery.task_name'];
  if (task !== undefined) return taskSending(task);
  const said = evidence['messaging.destination.name'] ?? evidence['messaging.destination'];
  const inName = /^(?:(?:publish|send|create) (\S+)|(\S+) (?:publish|send|create))$/.exec(name);
  const destination = said ?? inName?.[1] ?? inName?.[2] ?? '';
  return destination.length < 3 || destination.length > 200 ? undefined : messageSending(destination);
}

/** `ChargeWorker.perform_async`, `DigestJob.set(wait: 1.hour).perform_later`. */
function jobSending(job: string): Sending | undefined {
  if (!/^\w+$/.test(job)) return undefined;
  const call = new RegExp(
    `\\b${job}(?:\\.set\\([^\\n]{0,200}\\))?\\.(?:perform_(?:async|in|at|later|bulk)|enqueue|push_bulk)\\b|\\benqueue\\w*\\(?\\s*${job}\\b`,
  );
  return { word: job, what: `asks for the job ${job}`, linesIn: (text) => linesOf(text, call) };
}

/** `add.delay(…)`, `add.apply_async(…)`, `app.send_task('proj.tasks.add')`. */
function taskSending(task: string): Sending | undefined {
  const last = task.split('.').at(-1) ?? '';
  if (!/^\w+$/.test(last)) return undefined;
  const full = task.replace(/[^\w]/g, '\\$&');
  const call = new RegExp(`\\b${last}\\.(?:delay|apply_async)\\s*\\(|\\bsend_task\\(\\s*["']${full}["']`);
  return { word: last, what: `asks for the task ${task}`, linesIn: (text) => linesOf(text, call) };
}

function linesOf(text: string, call: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, index) => {
    const at = line.length > longestLine ? -1 : line.search(call);
    return at >= 0 && !isComment(line.slice(0, at)) ? [index + 1] : [];
  });
}

/** A longer one is data. */
const longestLine = 1000;

const sends =
  /\b\w*(?:[sS]end|[pP]ublish|[pP]roduc|[eE]mit|[eE]nqueue|[dD]ispatch|[dD]eliver|[pP]ush|[wW]rite|xadd|xAdd|XAdd|invoke)\w*\s*(?:<[^<>()]{0,80}>)?\s*[({]/;

/** The call may begin some lines above the destination. */
const callLines = 4;

/** The destination, or the one constant that has it, given to a call that sends. */
function messageSending(destination: string): Sending {
  const linesIn = (text: string): readonly number[] => {
    const lines = text.split('\n');
    const quoted = quotedLines(text, destination);
    const constants = new Set(quoted.flatMap(({ constant }) => constant ?? []));
    const given = quoted.filter(({ constant }) => constant === undefined).map(({ line }) => line);
    const uses = [...constants].flatMap((constant) => linesUsing(text, constant));
    const calls = [...given, ...uses].flatMap((line) => callAt(lines, line) ?? []);
    return [...new Set(calls)];
  };
  const words = destination.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const [word = ''] = [...words].sort((a, b) => b.length - a.length);
  return { word, what: `sends to ${destination}`, linesIn };
}

function callAt(lines: readonly string[], line: number): number | undefined {
  for (let at = line; at > Math.max(0, line - callLines); at--) {
    const text = (lines[at - 1] ?? '').slice(0, longestLine);
    if (sends.test(text)) return at;
    // Above the end of a statement is another one.
    if (/[;}]\s*$/.test(lines[at - 2] ?? '')) return undefined;
  }
  return undefined;
}
