import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import type { IndexedFacts } from '../codeIndex.ts';
import { FactsCache } from '../factsCache.ts';
import { knownLength, matchesPattern } from '../matchPattern.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { computedMark, plainStatement, spelledStatement } from '../statementText.ts';
import type { FileFacts, StatementFact, TextPattern } from '../syntax/fileFacts.ts';
import { oneOrChoices, placementAt } from './placements.ts';

interface Statement {
  readonly path: string;
  readonly facts: FileFacts;
  readonly fact: StatementFact;
  readonly plain: TextPattern;
}

interface Statements {
  readonly literal: ReadonlyMap<string, readonly Statement[]>;
  readonly computed: readonly Statement[];
}

/** `begin`, `select ?`: such a text is in every program, and in libraries. */
const shortest = 16;
const tellingLength = 24;

/** The text of a statement to the literal in the code, both in one spelling. A table's name alone says too little. */
export class StatementRung implements Rung {
  readonly name = 'db.query.text';
  readonly #statements = new FactsCache(statementsOf);

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    const said = site.evidence['db.query.text'] ?? site.evidence['db.statement'];
    const text = said === undefined ? '' : plainStatement(said);
    if (text.length < shortest || !text.includes(' ')) return [];
    const { literal, computed } = await this.#statements.of(context);
    const exact = (literal.get(text) ?? []).filter(({ facts }) => mayBeWrittenIn(site, facts.language));
    const fitting =
      exact.length > 0
        ? exact
        : mostKnown(
            computed.filter(
              ({ plain, facts }) => matchesPattern(plain, text) && mayBeWrittenIn(site, facts.language),
            ),
          );
    const found = await preferService(spelledAlike(fitting, said ?? ''), site, context);
    const sure = exact.length > 0 && text.length >= tellingLength && found.every(isInCode);
    const confidence = sure ? 'high' : 'medium';
    const reason = { rung: this.name, confidence, evidence: 'the statement stands here' } as const;
    return oneOrChoices(found.map(({ path, fact }) => placementAt(path, fact.place, reason)));
  }
}

/** A constant of a module or class is run elsewhere. */
function isInCode({ fact: { within }, facts: { symbols } }: Statement): boolean {
  const isOf = (name: string, containers: readonly string[]) => [...containers, name].join('.') === within;
  return within !== '' && !symbols.some((one) => one.isType === true && isOf(one.name, one.containers));
}

function mostKnown(found: readonly Statement[]): readonly Statement[] {
  const most = Math.max(...found.map(({ plain }) => knownLength(plain)));
  return found.filter(({ plain }) => knownLength(plain) === most);
}

function spelledAlike(found: readonly Statement[], said: string): readonly Statement[] {
  const spelled = spelledStatement(said);
  const alike = found.filter(({ fact }) => spelledStatement(fact.text.join(computedMark)) === spelled);
  return alike.length > 0 ? alike : found;
}

function statementsOf({ files }: IndexedFacts): Statements {
  const literal = new Map<string, Statement[]>();
  const computed: Statement[] = [];
  for (const [path, facts] of files) {
    for (const fact of facts.statements) {
      const plain = plainStatement(fact.text.join(computedMark)).split(computedMark);
      const statement = { path, facts, fact, plain };
      const [text = ''] = plain;
      if (plain.length > 1) {
        if (knownLength(plain) >= shortest) computed.push(statement);
      } else literal.set(text, [...(literal.get(text) ?? []), statement]);
    }
  }
  return { literal, computed };
}
