import { keyValueSchema, resourceSchema, scopeSchema } from './commonSchema.ts';
import { MessageSchema } from './messageSchema.ts';

const temporality = {
  enumPrefix: 'AGGREGATION_TEMPORALITY_',
  names: ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'],
};

export const exemplarSchema = new MessageSchema([
  { number: 2, name: 'timeUnixNano', type: 'fixed64' },
  { number: 3, name: 'asDouble', type: 'double', explicit: true },
  { number: 4, name: 'spanId', type: 'id', idLength: 8 },
  { number: 5, name: 'traceId', type: 'id', idLength: 16 },
  { number: 6, name: 'asInt', type: 'sfixed64', explicit: true },
  { number: 7, name: 'filteredAttributes', type: () => keyValueSchema, repeated: true },
]);

export const numberDataPointSchema = new MessageSchema([
  { number: 2, name: 'startTimeUnixNano', type: 'fixed64' },
  { number: 3, name: 'timeUnixNano', type: 'fixed64' },
  { number: 4, name: 'asDouble', type: 'double', explicit: true },
  { number: 5, name: 'exemplars', type: () => exemplarSchema, repeated: true },
  { number: 6, name: 'asInt', type: 'sfixed64', explicit: true },
  { number: 7, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 8, name: 'flags', type: 'uint32' },
]);

export const histogramDataPointSchema = new MessageSchema([
  { number: 2, name: 'startTimeUnixNano', type: 'fixed64' },
  { number: 3, name: 'timeUnixNano', type: 'fixed64' },
  { number: 4, name: 'count', type: 'fixed64' },
  { number: 5, name: 'sum', type: 'double', explicit: true },
  { number: 6, name: 'bucketCounts', type: 'fixed64', repeated: true },
  { number: 7, name: 'explicitBounds', type: 'double', repeated: true },
  { number: 8, name: 'exemplars', type: () => exemplarSchema, repeated: true },
  { number: 9, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 10, name: 'flags', type: 'uint32' },
  { number: 11, name: 'min', type: 'double', explicit: true },
  { number: 12, name: 'max', type: 'double', explicit: true },
]);

const buckets = new MessageSchema([
  { number: 1, name: 'offset', type: 'sint32' },
  { number: 2, name: 'bucketCounts', type: 'uint64', repeated: true },
]);

export const exponentialHistogramDataPointSchema = new MessageSchema([
  { number: 1, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 2, name: 'startTimeUnixNano', type: 'fixed64' },
  { number: 3, name: 'timeUnixNano', type: 'fixed64' },
  { number: 4, name: 'count', type: 'fixed64' },
  { number: 5, name: 'sum', type: 'double', explicit: true },
  { number: 6, name: 'scale', type: 'sint32' },
  { number: 7, name: 'zeroCount', type: 'fixed64' },
  { number: 8, name: 'positive', type: () => buckets },
  { number: 9, name: 'negative', type: () => buckets },
  { number: 10, name: 'flags', type: 'uint32' },
  { number: 11, name: 'exemplars', type: () => exemplarSchema, repeated: true },
  { number: 12, name: 'min', type: 'double', explicit: true },
  { number: 13, name: 'max', type: 'double', explicit: true },
  { number: 14, name: 'zeroThreshold', type: 'double' },
]);

const valueAtQuantile = new MessageSchema([
  { number: 1, name: 'quantile', type: 'double' },
  { number: 2, name: 'value', type: 'double' },
]);

export const summaryDataPointSchema = new MessageSchema([
  { number: 2, name: 'startTimeUnixNano', type: 'fixed64' },
  { number: 3, name: 'timeUnixNano', type: 'fixed64' },
  { number: 4, name: 'count', type: 'fixed64' },
  { number: 5, name: 'sum', type: 'double' },
  { number: 6, name: 'quantileValues', type: () => valueAtQuantile, repeated: true },
  { number: 7, name: 'attributes', type: () => keyValueSchema, repeated: true },
  { number: 8, name: 'flags', type: 'uint32' },
]);

const gauge = new MessageSchema([
  { number: 1, name: 'dataPoints', type: () => numberDataPointSchema, repeated: true, isRecord: true },
]);
const sum = new MessageSchema([
  { number: 1, name: 'dataPoints', type: () => numberDataPointSchema, repeated: true, isRecord: true },
  { number: 2, name: 'aggregationTemporality', type: temporality },
  { number: 3, name: 'isMonotonic', type: 'bool' },
]);
const histogram = new MessageSchema([
  { number: 1, name: 'dataPoints', type: () => histogramDataPointSchema, repeated: true, isRecord: true },
  { number: 2, name: 'aggregationTemporality', type: temporality },
]);
const exponentialHistogram = new MessageSchema([
  {
    number: 1,
    name: 'dataPoints',
    type: () => exponentialHistogramDataPointSchema,
    repeated: true,
    isRecord: true,
  },
  { number: 2, name: 'aggregationTemporality', type: temporality },
]);
const summary = new MessageSchema([
  { number: 1, name: 'dataPoints', type: () => summaryDataPointSchema, repeated: true, isRecord: true },
]);

export const metricSchema = new MessageSchema([
  { number: 1, name: 'name', type: 'string' },
  { number: 2, name: 'description', type: 'string' },
  { number: 3, name: 'unit', type: 'string' },
  { number: 5, name: 'gauge', type: () => gauge, explicit: true },
  { number: 7, name: 'sum', type: () => sum, explicit: true },
  { number: 9, name: 'histogram', type: () => histogram, explicit: true },
  { number: 10, name: 'exponentialHistogram', type: () => exponentialHistogram, explicit: true },
  { number: 11, name: 'summary', type: () => summary, explicit: true },
  { number: 12, name: 'metadata', type: () => keyValueSchema, repeated: true },
]);

export const scopeMetricsSchema = new MessageSchema([
  { number: 1, name: 'scope', type: () => scopeSchema },
  { number: 2, name: 'metrics', type: () => metricSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);
export const resourceMetricsSchema = new MessageSchema([
  { number: 1, name: 'resource', type: () => resourceSchema },
  { number: 2, name: 'scopeMetrics', type: () => scopeMetricsSchema, repeated: true },
  { number: 3, name: 'schemaUrl', type: 'string' },
]);

/** `ExportMetricsServiceRequest`. */
export const metricsSchema = new MessageSchema([
  { number: 1, name: 'resourceMetrics', type: () => resourceMetricsSchema, repeated: true },
]);
