import { segmentsOf } from './sourcePath.ts';
import type { Language } from './syntax/language.ts';

/**
 * How well a file is what another file calls a module: the number of path segments that agree; 0 where it is
 * another module. `./routes/orders.js`, `shop.views`, `github.com/acme/app/orders`, `App\Http\OrderController`.
 */
export function moduleAgreement(path: string, from: string, module: string, language: Language): number {
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return javascriptAgreement(path, from, module);
    case 'python':
      return pythonAgreement(path, from, module);
    case 'go':
      return commonEnd(segmentsOf(path).slice(0, -1), module.split('/'));
    case 'rust':
      return rustAgreement(path, from, module);
    default:
      return classAgreement(path, module);
  }
}

const scriptExtension = /\.(?:[cm]?[jt]sx?|d\.ts)$/i;

function javascriptAgreement(path: string, from: string, module: string): number {
  const file = segmentsOf(path.replace(scriptExtension, ''));
  const forms = file.at(-1) === 'index' ? [file, file.slice(0, -1)] : [file];
  if (/^\.{1,2}(?:\/|$)/.test(module)) {
    const target = relativeTo(segmentsOf(from).slice(0, -1), module.replace(scriptExtension, ''));
    return forms.some((form) => same(form, target)) ? target.length : 0;
  }
  // `@/routes/orders`, `~/routes/orders`, `#routes/orders`, `src/routes/orders`: what they begin with is configured.
  const alias = /^(?:[@~#]\/|[#~])?(.*)$/.exec(module)?.[1] ?? '';
  const target = alias.replace(scriptExtension, '').split('/');
  if (target.length < 2 && alias === module) return 0;
  return forms.some((form) => commonEnd(form, target) === target.length) ? target.length : 0;
}

function pythonAgreement(path: string, from: string, module: string): number {
  const file = segmentsOf(path.replace(/\.pyi?$/i, ''));
  const form = file.at(-1) === '__init__' ? file.slice(0, -1) : file;
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (dots === 0) return commonEnd(form, parts) === parts.length ? parts.length : 0;
  const folder = segmentsOf(from).slice(0, -dots);
  const target = [...folder, ...parts];
  return same(form, target) ? target.length : 0;
}

function rustAgreement(path: string, from: string, module: string): number {
  const file = segmentsOf(path.replace(/\.rs$/i, ''));
  const form = /^(?:mod|lib|main)$/.test(file.at(-1) ?? '') ? file.slice(0, -1) : file;
  const parts = module.split('::').filter((part) => !/^(?:crate|self|super)?$/.test(part));
  if (parts.length === 0) return same(segmentsOf(from).slice(0, -1), file.slice(0, -1)) ? 1 : 0;
  return commonEnd(form, parts) === parts.length ? parts.length : 0;
}

/** A class by its full name, or the package that it is in: the folders or the file are called like it. */
function classAgreement(path: string, module: string): number {
  const file = segmentsOf(path.replace(/\.\w+$/, '')).map((one) => one.toLowerCase());
  const parts = module
    .split(/[\\.]|::/)
    .filter((part) => part !== '')
    .map((one) => one.toLowerCase());
  const asClass = commonEnd(file, parts);
  return asClass > 0 ? asClass : commonEnd(file.slice(0, -1), parts);
}

function relativeTo(folder: readonly string[], path: string): readonly string[] {
  const target = [...folder];
  for (const part of path.split('/')) {
    if (part === '..') target.pop();
    else if (part !== '.' && part !== '') target.push(part);
  }
  return target.at(-1) === 'index' ? target.slice(0, -1) : target;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && commonEnd(a, b) === b.length;
}

/** How many segments two lists end with in common. */
export function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

/** Whether a list ends with another one. */
export function endsWith(list: readonly string[], end: readonly string[]): boolean {
  return commonEnd(list, end) === end.length;
}
