import { hideBrokenRecords } from '../../../src/collector/otlp/hideBrokenRecords.ts';
import { RefusedRecords } from '../../../src/collector/otlp/refusedRecords.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { decodeWithReference } from '../../unit/collector/otlpReference.ts';
import { otlpMessages, schemas } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { ProtoInput } from '../protoInput.ts';
import { isOurLimit, outcomeOf } from './wireTarget.ts';

const inputs = new ProtoInput(otlpMessages('traces'));

/**
 * What is left when broken records are hidden is whole to protobufjs, but for texts that are no UTF-8; and of what is whole to it
 * nothing is hidden or refused, but for what has no ids or is nested deeper than 32 values.
 */
export const hideTarget: FuzzTarget = {
  name: 'hide',
  share: 60,
  make: (random) => inputs.make(random),
  check: (input) => {
    const wasWhole = outcomeOf(() => decodeWithReference(input)).error === undefined;
    const bytes = new Uint8Array(input);
    const refused = new RefusedRecords();
    const ours = outcomeOf(() => hideBrokenRecords(schemas.traces, bytes, refused));
    if (ours.error !== undefined && !(ours.error instanceof MalformedError)) throw ours.error;
    const reason = ours.error?.message ?? refused.reason;
    if (wasWhole && reason !== undefined && !isExcuse(reason))
      throw new Error(`refused what protobufjs reads: ${reason}`);
    if (ours.error !== undefined) return;
    const left = outcomeOf(() => decodeWithReference(bytes)).error;
    if (left !== undefined && !/utf-8/.test(left.message))
      throw new Error(`left what protobufjs refuses: ${left.message}`);
  },
};

function isExcuse(reason: string): boolean {
  return isOurLimit(reason) || /nested too deeply|an? (trace|span|parent) id/.test(reason);
}
