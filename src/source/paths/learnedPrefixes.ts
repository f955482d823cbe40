import { Emitter } from '../../shared/event.ts';
import { nativePath, type SourcePath } from '../sourcePath.ts';
import { cutCommonEnd, prefixText } from './prefixRule.ts';

/** A service whose paths say more than this has nothing more to teach. */
const maxPathsOfService = 2000;
const maxServices = 200;

/** So many paths that say the same are sure; more of them change nothing. */
export const sureVotes = 2;

/**
 * What the paths of a service that could be told for sure say of its other paths: that what begins with `/app` there
 * lies in this folder here. It is learned from unique ends of paths alone, never from what was learned, so that it
 * is the same whatever came first.
 */
export class LearnedPrefixes {
  readonly #services = new Map<string, Lessons>();
  readonly #changes = new Emitter<string>();
  /** Names the service of whose paths something else can be said now. */
  readonly onDidChange = this.#changes.event;

  /** Takes in where a path leads, or that it leads nowhere sure any more. */
  note(service: string, path: SourcePath, local: string | undefined): void {
    if (!tellsPrograms(service) || !path.absolute) return;
    const lessons = this.#lessonsOf(service, local !== undefined);
    const text = prefixText(path, path.segments.length);
    if (lessons === undefined || lessons.byPath.get(text)?.local === local) return;
    const before = this.#remove(lessons, text);
    const after = local === undefined ? false : this.#add(lessons, text, local);
    if (before || after) this.#changes.fire(service);
  }

  /** The files that a path can be by what its service's other paths say, and how many of them say so. */
  placesOf(service: string, path: SourcePath): readonly LearnedPlace[] {
    const lessons = this.#services.get(service);
    if (lessons === undefined || !path.absolute) return [];
    const own = lessons.byPath.get(prefixText(path, path.segments.length))?.rule;
    const counts = new Map(path.segments.map((_, count) => [prefixText(path, count), count]));
    return [...lessons.rules.values()].flatMap((rule) => {
      const count = counts.get(rule.remote);
      const votes = rule.votes - (rule === own ? 1 : 0);
      if (count === undefined || votes === 0) return [];
      return [{ path: nativePath(rule.folder, path.segments.slice(count)), votes }];
    });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #lessonsOf(service: string, needed: boolean): Lessons | undefined {
    const known = this.#services.get(service);
    if (known !== undefined || !needed || this.#services.size >= maxServices) return known;
    const lessons = { byPath: new Map(), rules: new Map() };
    this.#services.set(service, lessons);
    return lessons;
  }

  /** Whether it changes what can be said. */
  #add({ byPath, rules }: Lessons, text: string, local: string): boolean {
    const cut = byPath.size < maxPathsOfService ? cutCommonEnd(text, local) : undefined;
    if (cut === undefined) return false;
    const key = `${cut.remote}\n${cut.folder}`;
    const rule = rules.get(key) ?? { ...cut, votes: 0 };
    rule.votes++;
    rules.set(key, rule);
    byPath.set(text, { local, rule });
    // The rule is also told to the path it came from, which does not count itself.
    return rule.votes <= sureVotes + 1;
  }

  #remove({ byPath, rules }: Lessons, text: string): boolean {
    const rule = byPath.get(text)?.rule;
    byPath.delete(text);
    if (rule === undefined) return false;
    rule.votes--;
    if (rule.votes === 0) rules.delete(`${rule.remote}\n${rule.folder}`);
    return rule.votes <= sureVotes;
  }
}

/** A file that a path can be, and how many other paths speak for it. */
export interface LearnedPlace {
  readonly path: string;
  readonly votes: number;
}

interface Lessons {
  readonly byPath: Map<string, { readonly local: string; readonly rule: LearnedRule }>;
  readonly rules: Map<string, LearnedRule>;
}

interface LearnedRule {
  readonly remote: string;
  readonly folder: string;
  votes: number;
}

/** SDKs call every program without a name `unknown_service`: several may be one service then. */
function tellsPrograms(service: string): boolean {
  return service !== '' && !service.startsWith('unknown_service');
}
