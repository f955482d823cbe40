import { type ForwardSettings, forwardProtocols } from './forward.ts';
import { isHeaderValue } from './headerValue.ts';
import { readSamplingPolicy } from './parseSamplingPolicy.ts';
import { fault, present, SettingsMembers, type SettingsProblem, wholly } from './settingsMembers.ts';

const signals = ['traces', 'logs', 'metrics'] as const;
const compressions = ['gzip', 'none'] as const;
const address = /^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/i;
/** A token of RFC 9110 §5.6.2. */
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * A forward, or nothing where any part of it is wrong: one with half of its headers or without one of its policies would send
 * what it must not. No sentence holds the value of a header.
 */
export const readForwardSettings = wholly(readForward);

function readForward(value: unknown, path: string, problems: SettingsProblem[]): ForwardSettings | undefined {
  const members = SettingsMembers.of(value, path, problems);
  if (members === undefined) return undefined;
  const name = members.need('name', members.text('name'));
  const protocol = members.need('protocol', members.oneOf('protocol', forwardProtocols));
  const endpoint = members.need(
    'endpoint',
    members.text('endpoint', 'must be an address that begins with http:// or https://', address),
  );
  const rest = present({
    enabled: members.boolean('enabled'),
    headers: members.value('headers', readHeaders),
    compression: members.oneOf('compression', compressions),
    tls: members.value('tls', readTls),
    policies: members.list('policies', readSamplingPolicy),
    decisionWaitSeconds: members.number('decisionWaitSeconds', 0, 3600),
    signals: members.list('signals', readSignal),
    queueMegabytes: members.number('queueMegabytes', 1, 1_000_000),
  });
  members.finish();
  if (name === undefined || protocol === undefined || endpoint === undefined) return undefined;
  return { name, protocol, endpoint, ...rest };
}

function readHeaders(
  value: unknown,
  path: string,
  problems: SettingsProblem[],
): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(fault(path, 'must be an object of texts'));
    return undefined;
  }
  for (const [name, text] of Object.entries(value)) {
    if (!headerName.test(name)) problems.push(fault(path, `holds "${name}", which is no name of a header`));
    else if (typeof text !== 'string' || !isHeaderValue(text))
      problems.push(fault(`${path}.${name}`, 'must be a text of one line that a header can carry'));
  }
  return value as Record<string, string>;
}

function readTls(
  value: unknown,
  path: string,
  problems: SettingsProblem[],
): ForwardSettings['tls'] | undefined {
  const members = SettingsMembers.of(value, path, problems);
  if (members === undefined) return undefined;
  const tls = present({
    caFile: members.text('caFile'),
    certFile: members.text('certFile'),
    keyFile: members.text('keyFile'),
    insecureSkipVerify: members.boolean('insecureSkipVerify'),
  });
  members.finish();
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined))
    return members.complain(
      tls.certFile === undefined ? 'certFile' : 'keyFile',
      'is missing beside the other',
    );
  return tls;
}

function readSignal(
  value: unknown,
  path: string,
  problems: SettingsProblem[],
): (typeof signals)[number] | undefined {
  const signal = signals.find((one) => one === value);
  if (signal === undefined) problems.push(fault(path, `must be one of ${signals.join(', ')}`));
  return signal;
}
