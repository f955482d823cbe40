import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { fileConfidence } from '../fileConfidence.ts';
import { isLibrarySite } from '../libraryScope.ts';
import { moduleAgreement } from '../modulePath.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';

/** The scope's name to the module or class that it is of: no more than a file. */
export const scopeRung: Rung = { name: 'scope', place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  if (isLibrarySite(site)) return [];
  const found = site.scope === '__main__' ? await script(site, context) : await moduleFiles(site, context);
  const [own, ...others] = await preferService(
    found.map((path) => ({ path })),
    site,
    context,
  );
  if (own === undefined || others.length > 0) return [];
  return [
    {
      location: { path: own.path, line: 1 },
      rung: scopeRung.name,
      confidence: 'low',
      evidence: `the file of scope ${site.scope}`,
    },
  ];
}

/** `python app.py`: the first word that is a script. */
async function script({ evidence, service }: Site, { paths }: RungContext): Promise<readonly string[]> {
  const word = (evidence['process.command_args'] ?? '').split(' ').find((one) => one.endsWith('.py'));
  const match = word === undefined ? undefined : fileConfidence(await paths.map(word, service));
  return match === undefined || match.confidence === 'low' ? [] : [match.path];
}

/** `shop.views` of Python, `com.acme.Orders` of Java: names with a dot, so that not any word is a module. */
async function moduleFiles(site: Site, { files }: RungContext): Promise<readonly string[]> {
  const { scope } = site;
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(scope)) return [];
  const last = scope.slice(scope.lastIndexOf('.') + 1);
  const python = mayBeWrittenIn(site, 'python')
    ? [...(await files.named(`${last}.py`)), ...(await files.named('__init__.py'))]
    : [];
  const modules = python.filter((path) => moduleAgreement(path, path, scope, 'python') > 0);
  if (modules.length > 0 || !mayBeWrittenIn(site, 'java')) return modules;
  const classes = await Promise.all(
    ['java', 'kt', 'scala', 'groovy'].map((extension) => files.named(`${last}.${extension}`)),
  );
  const parts = scope.split('.').length;
  return classes.flat().filter((path) => moduleAgreement(path, path, scope, 'java') === parts);
}
