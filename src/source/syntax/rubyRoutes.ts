import type { TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import { option, type RubyCall, type RubyFile, rubyCallPlace } from './rubyFile.ts';
import { isUnknown, joined } from './textPattern.ts';

const verbs = /^(?:get|post|put|patch|delete|options|head|link|unlink)$/;

/** A call in a class of Grape or Sinatra, or at the top of a file that is a program of Sinatra. */
export function blockRoute(call: RubyCall, file: RubyFile): void {
  if (call.receiver !== undefined) return;
  const { name } = call;
  const framework = file.framework;
  if (framework === 'grape' && /^(?:prefix|version)$/.test(name)) noteSetting(call, file);
  else if (framework === 'grape' && /^(?:resources?|namespace|group|segment|route_param)$/.test(name))
    openPath(call, file);
  else if (name === 'namespace') openPath(call, file);
  else if (framework === 'grape' && name === 'mount') addMount(call, file);
  else if (verbs.test(name) || name === 'route') addRoute(call, framework, file);
}

function addRoute(call: RubyCall, framework: string, file: RubyFile): void {
  if (call.block === undefined) return;
  const isRoute = call.name === 'route';
  const [first, second] = call.arguments;
  const path = isRoute ? second : first;
  const text: TextPattern = path === undefined ? [''] : file.text(path);
  const isGrape = framework === 'grape';
  // Elsewhere a call with a block and such a name may be anything.
  if (isUnknown(text) || (!isGrape && !(text[0] ?? '').startsWith('/'))) return;
  if (isRoute && !isGrape) return;
  const methods = isRoute ? [(file.plain(first) ?? '').toUpperCase()] : [call.name.toUpperCase()];
  file.facts.routes.push({
    methods: methods.filter((method) => method !== '' && method !== 'ANY' && method !== '*'),
    path: withPrefixes(text, file),
    router: file.className,
    within: file.scopes.dotted,
    handler: { type: 'here', place: placeOf(call.block), name: '' },
    framework: isGrape ? 'grape' : 'sinatra',
    place: rubyCallPlace(call),
  });
}

function withPrefixes(path: TextPattern, file: RubyFile): TextPattern {
  const settings = file.nearest('class')?.settings;
  const own = [settings?.get('prefix'), settings?.get('version')].filter((one) => one !== undefined);
  const blocks = [...file.scopes.values()]
    .filter(({ type, path: inner }) => type === 'prefix' && inner.join('') !== '')
    .map(({ path: inner }) => inner)
    .reverse();
  const whole = joined([...own, ...blocks, path].flatMap((one): TextPattern[] => [['/'], one]));
  return whole.map((piece) => piece.replace(/\/{2,}/g, '/'));
}

/** Grape puts versions in the path unless it is told another way. */
function noteSetting(call: RubyCall, file: RubyFile): void {
  const using = file.plain(option(call, 'using'));
  if (call.name === 'version' && using !== undefined && using !== 'path') return;
  const [first, ...others] = call.arguments;
  if (first === undefined || others.length > 0) return;
  file.nearest('class')?.settings.set(call.name, file.text(first));
}

function openPath(call: RubyCall, file: RubyFile): void {
  const [first] = call.arguments;
  if (call.block === undefined) return;
  const text: TextPattern = first === undefined ? [''] : file.text(first);
  const path = call.name === 'route_param' ? joined([[':'], text]) : text;
  file.openScope(call.block, [], { type: 'prefix', path: isUnknown(path) ? [''] : path });
}

function addMount(call: RubyCall, file: RubyFile): void {
  const hash = call.pairs.find(({ key }) => /^(?:constant|scope_resolution)$/.test(key.type));
  const child = hash?.key ?? call.arguments[0];
  if (child === undefined) return;
  const prefix = withPrefixes(hash === undefined ? [''] : file.text(hash.value), file);
  const place = rubyCallPlace(call);
  file.facts.mounts.push({ parent: file.className, child: child.text, prefix, within: '', place });
}
