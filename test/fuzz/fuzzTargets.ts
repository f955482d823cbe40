import type { FuzzTarget } from './fuzzTarget.ts';
import { filterTarget } from './targets/filterTarget.ts';
import { grpcMessageTarget, grpcSessionTarget } from './targets/grpcTarget.ts';
import { hideTarget } from './targets/hideTarget.ts';
import { indexTarget } from './targets/indexTarget.ts';
import { inflateTarget } from './targets/inflateTarget.ts';
import { jaegerProtoTarget, jaegerThriftTarget } from './targets/jaegerTarget.ts';
import { jsonLogsTarget, jsonMetricsTarget, jsonTracesTarget } from './targets/jsonTarget.ts';
import { logsTarget } from './targets/logsTarget.ts';
import { wireTarget } from './targets/wireTarget.ts';
import {
  zipkinJsonTarget,
  zipkinProtoTarget,
  zipkinThriftTarget,
  zipkinV1Target,
} from './targets/zipkinTarget.ts';

/** Everything that reads what strangers send. */
export const fuzzTargets: readonly FuzzTarget[] = [
  wireTarget,
  logsTarget,
  filterTarget,
  hideTarget,
  indexTarget,
  jsonTracesTarget,
  jsonLogsTarget,
  jsonMetricsTarget,
  zipkinJsonTarget,
  zipkinV1Target,
  zipkinProtoTarget,
  zipkinThriftTarget,
  jaegerProtoTarget,
  jaegerThriftTarget,
  inflateTarget,
  grpcMessageTarget,
  grpcSessionTarget,
];
